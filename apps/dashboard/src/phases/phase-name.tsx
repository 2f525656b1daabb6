import { PHASE_LABELS } from "@deploy-lens/core/vocabulary/labels";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";
import { useLabel, useWords, wording } from "../language/words.ts";

const WORDS = wording({
  en: { gap: "between phases", total: "total" },
  zh: { gap: "阶段间隔", total: "总耗时" },
});

/** The subject of a duration. */
export type Measured = Phase | "gap" | "total";

/** The localized name of a phase, the gaps or the total. */
export function usePhaseLabel(): (measured: Measured) => string {
  const label = useLabel();
  const t = useWords(WORDS);
  return (measured) =>
    measured === "gap" || measured === "total" ? t[measured] : label(PHASE_LABELS[measured]);
}

export function PhaseName({ phase }: { phase: Measured }) {
  const label = usePhaseLabel();
  return (
    <span className="phase-name">
      {phase !== "total" && (
        <span className="phase-swatch phase-fill" data-phase={phase} aria-hidden="true" />
      )}
      {label(phase)}
    </span>
  );
}
