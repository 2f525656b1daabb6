import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import { PhaseStrip } from "../phases/phase-strip.tsx";
import { type ExpectedTime, progressShares } from "./expected-time.ts";

/**
 * A deployment under way on a bar as long as nine in ten like it took: its phases, then what half of them still needed, then
 * the part that only some needed. Where nothing is known of what is left, the rest is all uncertain.
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
