import { NumberHead } from "../../design/number-head.tsx";
import { ScrollRegion } from "../../design/scroll-region.tsx";
import { useWords } from "../../language/words.ts";
import { PhaseName } from "../../phases/phase-name.tsx";
import { relativeErrorText } from "../../time/duration.tsx";
import { Quantile } from "../../time/quantile.tsx";
import type { Change, ComparisonRow } from "./comparison-rows.ts";
import { SERVICE_WORDS } from "./words.ts";
import "./comparison.css";

/** Median and p90 of both sides, and whether the difference is significant. */
export function ComparisonTable({
  rows,
  before,
  now,
  relativeError,
}: {
  rows: readonly ComparisonRow[];
  before: string;
  now: string;
  /** Bound of the relative error on either side. */
  relativeError: number;
}) {
  const t = useWords(SERVICE_WORDS);
  const reach = reachOf(rows);
  return (
    <ScrollRegion label={t.compare}>
      <p className="small muted">
        {t.against(now, before)}
        {relativeError === 0 ? "" : ` · ${t.within(relativeErrorText(relativeError))}`}
      </p>
      <table className="table table-stack comparison">
        <thead>
          <tr>
            <th scope="col">{t.phase}</th>
            <th scope="col" className="ratio-head">
              <span className="ratio-scale">
                <span>{t.shorter}</span>
                <span>{t.same}</span>
                <span>{t.longer}</span>
              </span>
            </th>
            <NumberHead>P50</NumberHead>
            <NumberHead>P90</NumberHead>
            <NumberHead>{t.n}</NumberHead>
            <th scope="col" title={t.significanceTitle}>
              {t.significance}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.phase} row={row} reach={reach} relativeError={relativeError} />
          ))}
        </tbody>
      </table>
      <p className="left-out small muted">{t.corrected}</p>
    </ScrollRegion>
  );
}

function Row(props: { row: ComparisonRow; reach: number; relativeError: number }) {
  const { row, reach, relativeError } = props;
  const t = useWords(SERVICE_WORDS);
  const answer = row.significant ? t.yes : t.no;
  const verdict = row.significant === null ? t.tooFew : answer;
  return (
    <tr data-phase={row.phase} className={row.significant ? "comparison-differs" : undefined}>
      <th scope="row" className="nowrap">
        <PhaseName phase={row.phase} />
      </th>
      <td className="ratio-cell">
        <RatioBar row={row} reach={reach} />
      </td>
      <BothSides name="P50" change={row.p50} relativeError={relativeError} />
      <BothSides name="P90" change={row.p90} relativeError={relativeError} />
      <td className="number small muted" data-label={t.n}>
        {row.n.before} → {row.n.after}
      </td>
      <td className={row.significant ? "" : "muted"} data-label={t.significance}>
        {verdict}
      </td>
    </tr>
  );
}

function BothSides(props: { name: string; change: Change; relativeError: number }) {
  const { name, change, relativeError } = props;
  const t = useWords(SERVICE_WORDS);
  return (
    <td className="number" data-label={name}>
      <Quantile ms={change.beforeMs} few={false} relativeError={relativeError} /> →{" "}
      <Quantile ms={change.afterMs} few={false} relativeError={relativeError} />
      <span className="ratio small">{change.ratio === null ? "" : t.times(ratioText(change.ratio))}</span>
    </td>
  );
}

/** Two decimals, but never 0 for a small ratio. */
function ratioText(ratio: number): string {
  return ratio < 0.095 ? ratio.toPrecision(1) : ratio.toFixed(2);
}

/** The scale of the bars: a factor of two, or the largest difference. */
function reachOf(rows: readonly ComparisonRow[]): number {
  const steps = rows.map(({ p50 }) => (p50.ratio === null ? 0 : Math.abs(Math.log2(p50.ratio))));
  return Math.max(1, ...steps);
}

/** Extends to the right for slower, to the left for faster. */
function RatioBar({ row, reach }: { row: ComparisonRow; reach: number }) {
  const { ratio } = row.p50;
  const share = ratio === null ? 0 : (Math.log2(ratio) / reach) * 50;
  const side = share >= 0 ? "ratio-longer" : "ratio-shorter";
  return (
    <span className="ratio-bar" aria-hidden="true">
      <span className="ratio-middle" />
      <span
        className={row.significant ? `ratio-fill ${side}` : "ratio-fill"}
        style={{ left: `${50 + Math.min(0, share)}%`, width: `${Math.abs(share)}%` }}
      />
    </span>
  );
}
