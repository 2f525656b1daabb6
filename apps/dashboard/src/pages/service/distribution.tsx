import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { durationText } from "@deploy-lens/core/text/duration";
import { type LogAxis, logPosition, logTicks } from "../../charts/duration-ticks.ts";
import { HistogramBars } from "../../charts/histogram-bars.tsx";
import { twoModes } from "../../charts/modes.ts";
import { Empty } from "../../design/notice.tsx";
import { NumberHead } from "../../design/number-head.tsx";
import { useLanguage } from "../../language/language.tsx";
import { useWords } from "../../language/words.ts";
import { PhaseName, usePhaseLabel } from "../../phases/phase-name.tsx";
import { ExplorerLink, useExplorer } from "../../search/explorer-link.tsx";
import { Quantile } from "../../time/quantile.tsx";
import { roundedMs } from "../../time/rounded-ms.ts";
import { axisOf, type Spread, spreadsOf } from "./distribution-axis.ts";
import { LeftOut } from "./left-out.tsx";
import { ModesText } from "./modes-text.tsx";
import { SERVICE_WORDS } from "./words.ts";
import "./distribution.css";

const QUANTILES = ["0.5", "0.9", "0.99"] as const;

/** Percentiles per phase, and their distributions on one axis. */
export function Distribution({ durations }: { durations: DeployDurations }) {
  const t = useWords(SERVICE_WORDS);
  const spreads = spreadsOf(durations.groups);
  if (spreads.length === 0) {
    return (
      <>
        <Empty title={t.noTimes}>{t.noTimesDo}</Empty>
        <LeftOut durations={durations} />
      </>
    );
  }
  const axis = axisOf(spreads);
  return (
    <>
      <table className="spreads">
        <thead>
          <tr>
            <th scope="col">{t.phase}</th>
            <th scope="col" className="spread-plot">
              <span className="hidden-visually">{t.spread}</span>
              <AxisLabels axis={axis} />
            </th>
            <NumberHead>P50</NumberHead>
            <NumberHead>P90</NumberHead>
            <NumberHead>P99</NumberHead>
            <NumberHead>{t.n}</NumberHead>
          </tr>
        </thead>
        <tbody>
          {spreads.map((spread) => (
            <SpreadRow
              key={spread.phase}
              spread={spread}
              axis={axis}
              relativeError={durations.relativeError}
            />
          ))}
        </tbody>
      </table>
      <p className="left-out small muted" aria-hidden="true">
        {t.legend}
      </p>
      <LeftOut durations={durations} />
    </>
  );
}

function SpreadRow(props: { spread: Spread; axis: LogAxis; relativeError: number }) {
  const { spread, axis, relativeError } = props;
  const t = useWords(SERVICE_WORDS);
  const { language } = useLanguage();
  const label = usePhaseLabel();
  const explore = useExplorer();
  const { phase, group, bins } = spread;
  const text = (ms: number | null | undefined) => (ms == null ? "–" : durationText(ms, language));
  const [p50, p90, p99] = QUANTILES.map((q) => {
    const ms = group.quantiles[q];
    return text(ms == null ? null : roundedMs(ms, relativeError));
  });
  const modes = twoModes(bins);
  return (
    <tr className={phase === "total" ? "spread spread-total" : "spread"} data-phase={phase}>
      <th scope="row">
        {phase === "total" ? (
          <ExplorerLink search={{}}>
            <PhaseName phase={phase} />
          </ExplorerLink>
        ) : (
          <PhaseName phase={phase} />
        )}
      </th>
      <td className="spread-plot">
        <div className="spread-area">
          <AxisLines axis={axis} />
          <HistogramBars
            bins={bins}
            axis={axis}
            label={t.spreadLabel(label(phase), p50 ?? "–", p90 ?? "–", p99 ?? "–")}
            onBin={
              phase === "total" && explore !== null
                ? ({ aboveMs, upToMs }) =>
                    explore({ minMs: String(Math.floor(aboveMs) + 1), maxMs: String(Math.floor(upToMs)) })
                : undefined
            }
            binLabel={({ count, aboveMs, upToMs }) => t.bin(count, text(aboveMs), text(upToMs))}
          />
          {QUANTILES.map((q) => {
            const ms = group.quantiles[q];
            if (ms == null) return null;
            return (
              <span
                key={q}
                className={q === "0.5" ? "marker marker-median" : "marker"}
                style={{ left: `${logPosition(axis, ms) * 100}%` }}
              />
            );
          })}
        </div>
        {modes !== null && phase !== "total" && phase !== "gap" && <ModesText phase={phase} modes={modes} />}
      </td>
      {QUANTILES.map((q) => (
        <td key={q} className="number" data-label={`P${Number(q) * 100}`}>
          <Quantile
            ms={group.quantiles[q] ?? null}
            few={group.lowN[q] ?? false}
            relativeError={relativeError}
          />
        </td>
      ))}
      <td className="number spread-n" data-label={t.n}>
        {group.n}
      </td>
    </tr>
  );
}

function AxisLabels({ axis }: { axis: LogAxis }) {
  const { language } = useLanguage();
  return (
    <span className="axis-labels" aria-hidden="true">
      {logTicks(axis.minMs, axis.maxMs, 7).map((ms) => (
        <span key={ms} className="axis-label" style={{ left: `${logPosition(axis, ms) * 100}%` }}>
          {durationText(ms, language)}
        </span>
      ))}
    </span>
  );
}

function AxisLines({ axis }: { axis: LogAxis }) {
  return logTicks(axis.minMs, axis.maxMs, 7).map((ms) => (
    <span key={ms} className="axis-line" style={{ left: `${logPosition(axis, ms) * 100}%` }} />
  ));
}
