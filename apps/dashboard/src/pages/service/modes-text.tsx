import { durationText } from "@deploy-lens/core/text/duration";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";
import type { Mode } from "../../charts/modes.ts";
import { useLanguage } from "../../language/language.tsx";
import { useWords } from "../../language/words.ts";
import { SERVICE_WORDS } from "./words.ts";

/** Describes a phase's two modes, named where the phase implies the reason. */
export function ModesText({ phase, modes }: { phase: Phase; modes: readonly [fast: Mode, slow: Mode] }) {
  const t = useWords(SERVICE_WORDS);
  const { language } = useLanguage();
  const [fast, slow] = modes;
  const [fastWord, slowWord] = namesOf(t, phase);
  const percent = Math.round(fast.share * 100);
  return (
    <span className="modes small muted">
      {t.modes(
        fastWord(percent),
        durationText(fast.medianMs, language),
        slowWord(100 - percent),
        durationText(slow.medianMs, language),
      )}
    </span>
  );
}

type Name = (percent: number) => string;

/** An image on the node is not pulled, and one that exists is not built. */
function namesOf(
  t: ReturnType<typeof useWords<typeof SERVICE_WORDS.en>>,
  phase: Phase,
): readonly [Name, Name] {
  if (phase === "pull_image") return [t.warm, t.cold];
  if (phase === "build_image") return [t.cached, t.built];
  return [t.fast, t.slow];
}
