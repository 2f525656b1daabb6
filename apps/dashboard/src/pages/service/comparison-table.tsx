import { ScrollRegion } from "../../design/scroll-region.tsx";
import { useWords } from "../../language/words.ts";
import { PhaseName } from "../../phases/phase-name.tsx";
import type { Change, ComparisonRow } from "./comparison-rows.ts";
import { Quantile } from "./quantile.tsx";
import { SERVICE_WORDS } from "./words.ts";
import "./comparison.css";

/** Medians and p90 of both sides, and whether they differ by more than chance. */
export function ComparisonTable({
  rows,
  before,
  now,
}: {
  rows: readonly ComparisonRow[];
  before: string;
  now: string;
}) {
  const t = useWords(SERVICE_WORDS);
  const reach = reachOf(rows);
  return (
    <ScrollRegion label={t.compare}>
      <p className="small muted">{t.against(now, before)}</p>
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
            <th scope="col" className="number">
              p50
            </th>
            <th scope="col" className="number">
              p90
            </th>
            <th scope="col" className="number">
              {t.n}
            </th>
            <th scope="col" title={t.significanceTitle}>
              {t.significance}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.phase} row={row} reach={reach} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Row({ row, reach }: { row: ComparisonRow; reach: number }) {
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
      <BothSides name="p50" change={row.p50} />
      <BothSides name="p90" change={row.p90} />
      <td className="number small muted" data-label={t.n}>
        {row.n.before} → {row.n.after}
      </td>
      <td className={row.significant ? "" : "muted"} data-label={t.significance}>
        {verdict}
      </td>
    </tr>
  );
}

function BothSides({ name, change }: { name: string; change: Change }) {
  const t = useWords(SERVICE_WORDS);
  return (
    <td className="number" data-label={name}>
      <Quantile ms={change.beforeMs} few={false} /> → <Quantile ms={change.afterMs} few={false} />
      <span className="ratio small">{change.ratio === null ? "" : t.times(ratioText(change.ratio))}</span>
    </td>
  );
}

/** Two digits after the point, but never 0 for what is only small. */
function ratioText(ratio: number): string {
  return ratio < 0.095 ? ratio.toPrecision(1) : ratio.toFixed(2);
}

/** How far to both sides the picture reaches: a doubling, or as far as the largest difference. */
function reachOf(rows: readonly ComparisonRow[]): number {
  const steps = rows.map(({ p50 }) => (p50.ratio === null ? 0 : Math.abs(Math.log2(p50.ratio))));
  return Math.max(1, ...steps);
}

/** Longer to the right, shorter to the left of where nothing has changed. */
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
