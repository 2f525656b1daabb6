import type { DeploymentSummary } from "@deploy-lens/api/deployment-summary";
import { durationText } from "@deploy-lens/core/text/duration";
import { useLanguage } from "../language/language.tsx";
import { usePhaseLabel } from "./phase-name.tsx";
import { stripParts } from "./strip-parts.ts";

/** A deployment as a strip of its phases; `scaleMs` is what fills the whole width, if not the deployment itself. */
export function PhaseStrip(props: {
  deployment: DeploymentSummary;
  elapsedMs?: number | null;
  scaleMs?: number | undefined;
}) {
  const { deployment, elapsedMs = null, scaleMs } = props;
  const label = usePhaseLabel();
  const { language } = useLanguage();
  const parts = stripParts(deployment, elapsedMs);
  const totalMs = parts.reduce((sum, { ms }) => sum + ms, 0);
  const share = scaleMs === undefined ? 1 : Math.min(1, totalMs / Math.max(1, scaleMs));
  const words = parts.map(({ phase, ms }) => `${label(phase)} ${durationText(ms, language)}`).join(", ");
  const failed = deployment.outcome === "failure" || deployment.outcome === "timed_out";
  return (
    <span
      className={failed ? "strip strip-failed" : "strip"}
      role="img"
      aria-label={words}
      title={words}
      style={{ width: `${(share * 100).toFixed(2)}%` }}
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
