import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import { durationText } from "@deploy-lens/core/text/duration";
import { useLanguage } from "../language/language.tsx";
import { inBrackets, listComma } from "../language/punctuation.ts";
import { useWords, wording } from "../language/words.ts";
import { usePhaseLabel } from "./phase-name.tsx";
import { stripParts } from "./strip-parts.ts";

const WORDS = wording({ en: { cutOff: "longer than shown" }, zh: { cutOff: "超出图示范围" } });

/** A deployment as a strip of phases. `share` is its length relative to the available width; above 1 it is cut off. */
export function PhaseStrip(props: {
  deployment: DeploymentSummary;
  elapsedMs?: number | null;
  share?: number;
}) {
  const { deployment, elapsedMs = null, share = 1 } = props;
  const label = usePhaseLabel();
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const parts = stripParts(deployment, elapsedMs);
  const words = parts
    .map(({ phase, ms }) => `${label(phase)} ${durationText(ms, language)}`)
    .join(listComma(language));
  const cutOff = share > 1;
  const said = cutOff ? `${words}${inBrackets(t.cutOff, language)}` : words;
  const failed = deployment.outcome === "failure" || deployment.outcome === "timed_out";
  return (
    <span
      className={`strip${failed ? " strip-failed" : ""}${cutOff ? " strip-cut-off" : ""}`}
      role="img"
      aria-label={said}
      title={said}
      style={{ width: `${(Math.min(1, share) * 100).toFixed(2)}%` }}
    >
      {parts.map(({ phase, ms, open }) => (
        <span
          key={phase}
          className={open ? "strip-part phase-fill strip-open" : "strip-part phase-fill"}
          data-phase={phase}
          style={{ flexGrow: Math.max(1, ms) }}
        />
      ))}
    </span>
  );
}
