import type { EtaAnswer } from "@deploy-lens/api/deployments/eta";
import { durationText } from "@deploy-lens/core/text/duration";
import { useLanguage } from "../language/language.tsx";
import { useWords } from "../language/words.ts";
import { LIVE_WORDS } from "./words.ts";

/** The remaining time, `sinceMs` after the estimate. */
export function EtaText({ eta, sinceMs }: { eta: EtaAnswer | null; sinceMs: number }) {
  const t = useWords(LIVE_WORDS);
  const { language } = useLanguage();
  if (eta === null) return <span className="muted">{t.noEta}</span>;
  if (eta.overdue) return <span className="overdue">{t.overdue}</span>;
  const left = (ms: number) => durationText(Math.round(Math.max(0, ms - sinceMs) / 1000) * 1000, language);
  const { p50, p90 } = eta.remainingMs;
  if (p50 - sinceMs < 1000) return <span>{t.soon}</span>;
  return (
    <span>
      {t.left(left(p50))}
      <span className="eta-comma">{t.comma}</span>
      <span className="eta-most">{t.atMost(left(p90))}</span>
    </span>
  );
}
