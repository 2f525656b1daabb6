import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import { Link } from "@tanstack/react-router";
import { memo, type Ref } from "react";
import { Icon } from "../../design/icon.tsx";
import { numberText } from "../../language/number-text.ts";
import { useWords } from "../../language/words.ts";
import { OutcomeLabel } from "../../phases/outcome.tsx";
import { PhaseStrip } from "../../phases/phase-strip.tsx";
import { ServiceStatusLabel } from "../../phases/service-status.tsx";
import type { RangeSearch } from "../../range/range-search.ts";
import { Duration } from "../../time/duration.tsx";
import { Ago } from "../../time/moment.tsx";
import { Quantile } from "../../time/quantile.tsx";
import type { ServiceRowValues as Row, ServiceChange } from "./service-rows.ts";
import { type Days, Trend, TrendOf } from "./trend.tsx";
import { PROJECT_WORDS } from "./words.ts";

interface ServiceRowProps {
  readonly projectId: string;
  readonly row: Row;
  /** 1-based, over all rows, since only part of a long list is rendered. */
  readonly index: number;
  /** `null`: the row loads its own. */
  readonly days: Days | undefined | null;
  /** The window of what it loads itself. */
  readonly range: RangeSearch;
  readonly offsetPx?: number;
  readonly measure?: Ref<HTMLTableRowElement>;
}

export const ServiceRow = memo(function ServiceRow(props: ServiceRowProps) {
  const { projectId, row, index, days, range, offsetPx } = props;
  const t = useWords(PROJECT_WORDS);
  const { service } = row;
  const path = { projectId, serviceId: service.id };
  return (
    <tr
      ref={props.measure}
      className="row"
      data-index={index - 1}
      aria-rowindex={index + 1}
      style={offsetPx === undefined ? undefined : { transform: `translateY(${offsetPx}px)` }}
    >
      <th scope="row" className="row-name">
        <Link to="/projects/$projectId/services/$serviceId" params={path} className="row-link">
          {service.name}
        </Link>
        <span className="row-id mono muted">{service.id}</span>
      </th>
      <td className="row-status">
        <ServiceStatusLabel status={service.status} />
      </td>
      <td className="row-latest">
        <Latest service={service} />
      </td>
      <td className="row-n number muted" data-label={t.n} title={t.nTitle}>
        {numberText(row.n)}
      </td>
      <td className="row-p50 number" data-label={t.p50}>
        <Quantile ms={row.p50Ms} few={row.fewForP50} relativeError={row.relativeError} />
      </td>
      <td className="row-p90 number" data-label={t.p90Short}>
        <Quantile ms={row.p90Ms} few={row.fewForP90} relativeError={row.relativeError} />
      </td>
      <td className="row-trend">
        {days === null ? <TrendOf path={path} range={range} /> : <Trend days={days} />}
        {row.change !== null && <Change change={row.change} />}
      </td>
    </tr>
  );
});

function Latest({ service }: Pick<Row, "service">) {
  const t = useWords(PROJECT_WORDS);
  const deployment = service.latestDeployment;
  if (deployment === null) return <span className="muted">{t.never}</span>;
  return (
    <>
      <PhaseStrip deployment={deployment} />
      <span className="row-outcome small">
        <OutcomeLabel deployment={deployment} />
        <span className="muted">
          <Duration ms={lengthMs(deployment)} /> · <Ago at={deployment.startedAt} />
        </span>
      </span>
    </>
  );
}

function lengthMs({ totalMs, elapsedMs, observedMs, flags }: DeploymentSummary): number {
  return totalMs ?? (flags.includes("stalled") ? observedMs : (elapsedMs ?? observedMs));
}

function Change({ change: { ratio, n } }: { change: ServiceChange }) {
  const t = useWords(PROJECT_WORDS);
  const percent = Math.round(Math.abs(ratio - 1) * 100);
  if (percent === 0) return null;
  return (
    <span
      className={ratio > 1 ? "change change-slower" : "change change-faster"}
      title={t.changeTitle(n.before, n.after)}
    >
      <Icon name={ratio > 1 ? "up" : "down"} />
      {ratio > 1 ? t.slower(percent) : t.faster(percent)}
    </span>
  );
}
