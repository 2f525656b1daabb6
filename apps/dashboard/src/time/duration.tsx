import { durationText } from "@deploy-lens/core/text/duration";
import { useLanguage } from "../language/language.tsx";
import { numberText } from "../language/number-text.ts";

/** A duration in at most two units; to the millisecond when pointed at. */
export function Duration({ ms }: { ms: number }) {
  const { language } = useLanguage();
  return (
    <span className="nowrap" title={millisecondsText(ms)}>
      {durationText(ms, language)}
    </span>
  );
}

/** A duration to the millisecond, digits in groups: `20,171 ms`. */
export function millisecondsText(ms: number): string {
  return `${numberText(ms)} ms`;
}
