import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import { PhaseStrip } from "../phases/phase-strip.tsx";
import { type ExpectedTime, progressShares } from "./expected-time.ts";

/**
 * An open deployment on a bar as long as its p90: phases so far, then the time to the median, then the uncertain part.
 * Without an estimate, all remaining time is uncertain.
 */
export function ProgressStrip(props: {
  deployment: DeploymentSummary;
  elapsedMs: number;
  expected: ExpectedTime | null;
}) {
  const { passed, likely, uncertain } = progressShares(props.elapsedMs, props.expected);
  return (
    <span className="progress">
      <PhaseStrip deployment={props.deployment} elapsedMs={props.elapsedMs} share={passed} />
      <span className="progress-likely" style={{ width: `${likely * 100}%` }} />
      <span className="progress-uncertain" style={{ width: `${uncertain * 100}%` }} />
    </span>
  );
}
