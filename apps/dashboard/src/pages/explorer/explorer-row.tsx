import type { ProjectDeployment } from "@deploy-lens/api/deployments/project-deployments";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { visibleText } from "../../design/visible-text.ts";
import { useLanguage } from "../../language/language.tsx";
import { listComma } from "../../language/punctuation.ts";
import { useWords } from "../../language/words.ts";
import { OutcomeLabel } from "../../phases/outcome.tsx";
import { PhaseStrip } from "../../phases/phase-strip.tsx";
import { Duration } from "../../time/duration.tsx";
import { Moment } from "../../time/moment.tsx";
import { type Column, columnName } from "./columns.ts";
import { useFacetLabel } from "./facet-label.ts";
import { EXPLORER_WORDS } from "./words.ts";

interface ExplorerRowProps {
  readonly projectId: string;
  readonly deployment: ProjectDeployment;
  readonly columns: readonly Column[];
  /** The duration of a full-width strip, ms. */
  readonly scaleMs: number;
}

export const ExplorerRow = memo(function ExplorerRow(props: ExplorerRowProps) {
  const { projectId, deployment, columns, scaleMs } = props;
  const t = useWords(EXPLORER_WORDS);
  const { id, serviceId, serviceName } = deployment;
  return (
    <tr>
      <th scope="row">
        <Link
          className="row-link-plain"
          to="/projects/$projectId/services/$serviceId/deployments/$deploymentId"
          params={{ projectId, serviceId, deploymentId: id }}
        >
          <Moment at={deployment.startedAt} />
        </Link>
      </th>
      <td>
        <Link to="/projects/$projectId/services/$serviceId" params={{ projectId, serviceId }}>
          {visibleText(serviceName ?? serviceId)}
        </Link>
      </td>
      {columns.map((column) => (
        <td
          key={column}
          className={column === "total" ? "number" : `explorer-${column}`}
          data-label={columnName(t, column)}
        >
          <Value column={column} deployment={deployment} scaleMs={scaleMs} />
        </td>
      ))}
    </tr>
  );
});

function Value(props: { column: Column; deployment: ProjectDeployment; scaleMs: number }) {
  const { column, deployment, scaleMs } = props;
  const t = useWords(EXPLORER_WORDS);
  const { language } = useLanguage();
  const label = useFacetLabel();
  const { kind, models, cause, flags, phases, elapsedMs } = deployment;
  const isStalled = flags.includes("stalled");
  const ms = shownMs(deployment);
  switch (column) {
    case "outcome":
      return <OutcomeLabel deployment={deployment} />;
    case "kind":
      return label("kind", kind);
    case "models":
      return visibleText(models.map(({ name, version }) => `${name} ${version}`).join(listComma(language)));
    case "cause":
      return cause === null ? null : label("cause", cause);
    case "flags": {
      const retries = Math.max(0, ...phases.map(({ attempts }) => attempts - 1));
      return [...flags.map((flag) => label("flag", flag)), ...(retries > 0 ? [t.retries(retries)] : [])].join(
        listComma(language),
      );
    }
    case "phases":
      return (
        <PhaseStrip deployment={deployment} elapsedMs={isStalled ? null : elapsedMs} share={ms / scaleMs} />
      );
    case "total":
      return (
        <>
          {ms > scaleMs && <span aria-hidden="true">▲ </span>}
          <Duration ms={ms} />
        </>
      );
    default:
      return column satisfies never;
  }
}

/** Start to end; while open to now, or to the last event of a deployment that is silent for long. */
export function shownMs({ totalMs, observedMs, elapsedMs, flags }: ProjectDeployment): number {
  return totalMs ?? (flags.includes("stalled") ? observedMs : (elapsedMs ?? observedMs));
}
