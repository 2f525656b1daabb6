import { durationText } from "@deploy-lens/core/text/duration";
import { useLanguage } from "../language/language.tsx";
import { numberText, percentText } from "../language/number-text.ts";
import { useWords, wording } from "../language/words.ts";
import { roundedMs } from "./rounded-ms.ts";

const WORDS = wording({
  en: {
    ms: (ms: string) => `${ms} ms`,
    within: (ms: string, percent: string) => `${ms} ms, within ${percent}`,
  },
  zh: {
    ms: (ms: string) => `${ms} 毫秒`,
    within: (ms: string, percent: string) => `${ms} 毫秒，误差不超过 ${percent}`,
  },
});

/**
 * A duration in at most two units; hovering shows milliseconds.
 *
 * @param relativeError error bound of an estimate, which then shows fewer digits
 */
export function Duration({ ms, relativeError = 0 }: { ms: number; relativeError?: number }) {
  const { language } = useLanguage();
  const t = useWords(WORDS);
  const exact = numberText(Math.round(ms));
  return (
    <span
      className="nowrap"
      title={relativeError === 0 ? t.ms(exact) : t.within(exact, relativeErrorText(relativeError))}
    >
      {durationText(roundedMs(ms, relativeError), language)}
    </span>
  );
}

/** An error bound: `1.1%`. */
export function relativeErrorText(relativeError: number): string {
  return percentText((relativeError * 100).toFixed(1));
}
