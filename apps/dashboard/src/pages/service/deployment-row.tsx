import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import { causeTitle } from "@deploy-lens/core/vocabulary/advice";
import { KIND_LABELS } from "@deploy-lens/core/vocabulary/labels";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { visibleText } from "../../design/visible-text.ts";
import { useLanguage } from "../../language/language.tsx";
import { listComma } from "../../language/punctuation.ts";
import { useLabel, useWords } from "../../language/words.ts";
import { OutcomeLabel } from "../../phases/outcome.tsx";
import { PhaseStrip } from "../../phases/phase-strip.tsx";
import { Duration } from "../../time/duration.tsx";
import { Moment } from "../../time/moment.tsx";
import { againstUsual, type Usual } from "../../usual/against-usual.ts";
import { useKindText } from "../../usual/kind-text.ts";
import type { ComparableKind } from "../../usual/usual-of-kind.ts";
import { SERVICE_WORDS } from "./words.ts";

/** Durations that a row is compared with. */
export interface UsualForRow {
  /** `null` while unknown. */
  readonly usual: Usual | null;
  /** `null`: of all kinds. */
  readonly kind: ComparableKind | null;
}

interface DeploymentRowProps {
  readonly projectId: string;
  readonly deployment: DeploymentSummary;
  readonly scaleMs: number;
  readonly usual: UsualForRow;
}

export const DeploymentRow = memo(function DeploymentRow(props: DeploymentRowProps) {
  const { projectId, deployment, scaleMs, usual } = props;
  const t = useWords(SERVICE_WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const { id, serviceId, kind, models, cause, phases, flags } = deployment;
  const retries = Math.max(0, ...phases.map(({ attempts }) => attempts - 1));
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
          {visibleText(models.map(({ name, version }) => `${name} ${version}`).join(listComma(language)))}
        </span>
      </th>
      <td className="row-ended">
        <OutcomeLabel deployment={deployment} />
      </td>
      <td className="row-strip">
        <PhaseStrip
          deployment={deployment}
          elapsedMs={stalled ? null : deployment.elapsedMs}
          share={ms / scaleMs}
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
        {deployment.outcome === "success" && usual.usual !== null && deployment.totalMs !== null && (
          <Against totalMs={deployment.totalMs} usual={usual.usual} kind={usual.kind} />
        )}
      </td>
    </tr>
  );
});

function Against(props: { totalMs: number; usual: Usual; kind: ComparableKind | null }) {
  const { totalMs, usual, kind } = props;
  const t = useWords(SERVICE_WORDS);
  const kindText = useKindText();
  const against = againstUsual(totalMs, usual);
  if (against === null) return <span className="muted">{t.tooFewOf(usual.n)}</span>;
  const of = t.p50Of(usual.n, kindText(kind));
  if (against === "same")
    return (
      <span className="muted" title={of}>
        {t.asUsual}
      </span>
    );
  return (
    <span className={against.unusual ? "much-longer" : "muted"} title={of}>
      {against.longer ? t.slower(against.percent) : t.faster(against.percent)}
      {against.unusual && <span className="row-of"> {t.nOf(usual.n)}</span>}
    </span>
  );
}
