import type { DeploymentSummary } from "@deploy-lens/api/deployment-summary";
import { causeTitle } from "@deploy-lens/core/vocabulary/advice";
import { KIND_LABELS } from "@deploy-lens/core/vocabulary/labels";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { visibleText } from "../../design/visible-text.ts";
import { useLabel, useWords } from "../../language/words.ts";
import { Outcome } from "../../phases/outcome.tsx";
import { PhaseStrip } from "../../phases/phase-strip.tsx";
import { Duration } from "../../time/duration.tsx";
import { Moment } from "../../time/moment.tsx";
import { SERVICE_WORDS } from "./words.ts";

interface DeploymentRowProps {
  readonly projectId: string;
  readonly deployment: DeploymentSummary;
  readonly scaleMs: number;
  readonly medianMs: number | null;
}

export const DeploymentRow = memo(function DeploymentRow(props: DeploymentRowProps) {
  const { projectId, deployment, scaleMs, medianMs } = props;
  const t = useWords(SERVICE_WORDS);
  const label = useLabel();
  const { id, serviceId, kind, models, cause, phases, flags } = deployment;
  // Attempts are added up over models, each of which needs one.
  const retries = Math.max(0, ...phases.map(({ attempts }) => attempts - Math.max(1, models.length)));
  const stalled = flags.includes("stalled");
  const ms =
    deployment.totalMs ?? (stalled ? deployment.observedMs : (deployment.elapsedMs ?? deployment.observedMs));
  return (
    <tr className="row">
      <th scope="row" className="row-started">
        <Link
          className="row-link"
          to="/projects/$projectId/services/$serviceId/deployments/$deploymentId"
          params={{ projectId, serviceId, deploymentId: id }}
        >
          <Moment at={deployment.startedAt} />
        </Link>
        <span className="small muted">
          {label(KIND_LABELS[kind])} ·{" "}
          {visibleText(models.map(({ name, version }) => `${name} ${version}`).join(", "))}
        </span>
      </th>
      <td className="row-ended">
        <Outcome deployment={deployment} />
      </td>
      <td className="row-strip">
        <PhaseStrip
          deployment={deployment}
          elapsedMs={stalled ? null : deployment.elapsedMs}
          scaleMs={scaleMs}
        />
        <span className="row-notes small muted">
          {[
            ...(cause === null ? [] : [label(causeTitle(cause))]),
            ...(retries > 0 ? [t.retries(retries)] : []),
            ...(flags.includes("unclassified") ? [t.unclassified] : []),
          ].join(" · ")}
        </span>
      </td>
      <td className="row-total number">
        <Duration ms={ms} />
      </td>
      <td className="row-usual number small">
        {deployment.outcome === "success" && medianMs !== null && deployment.totalMs !== null && (
          <AgainstMedian ratio={deployment.totalMs / Math.max(1, medianMs)} />
        )}
      </td>
    </tr>
  );
});

function AgainstMedian({ ratio }: { ratio: number }) {
  const t = useWords(SERVICE_WORDS);
  const percent = Math.round(Math.abs(ratio - 1) * 100);
  if (percent < 5) return <span className="muted">{t.asUsual}</span>;
  return (
    <span className={ratio > 1.5 ? "much-longer" : "muted"}>
      {ratio > 1 ? t.slower(percent) : t.faster(percent)}
    </span>
  );
}
