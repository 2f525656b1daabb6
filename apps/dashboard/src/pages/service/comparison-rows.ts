import type {
  DeployDurations,
  DurationGroup,
  GroupDifference,
} from "@deploy-lens/api/statistics/deploy-durations";
import { MEASURES } from "@deploy-lens/core/durations";
import { correctedRankSums } from "@deploy-lens/core/statistics/comparison";
import type { Measured } from "../../phases/phase-name.tsx";

export interface ComparisonRow {
  readonly phase: Measured;
  readonly n: { readonly before: number; readonly after: number };
  readonly p50: Change;
  readonly p90: Change;
  /** True if the difference is significant; `null` if the samples are too small to tell. */
  readonly significant: boolean | null;
}

export interface Change {
  readonly beforeMs: number | null;
  readonly afterMs: number | null;
  /** After divided by before. */
  readonly ratio: number | null;
}

const NOTHING: Change = { beforeMs: null, afterMs: null, ratio: null };

export function windowRows({ comparison }: DeployDurations): ComparisonRow[] {
  return inOrder((comparison?.differences.groups ?? []).flatMap(rowOfDifference));
}

function rowOfDifference({ key: { phase }, n, quantiles, rankSum: test }: GroupDifference): ComparisonRow[] {
  if (phase === undefined) return [];
  const p50 = quantiles["0.5"] ?? NOTHING;
  const p90 = quantiles["0.9"] ?? NOTHING;
  return [{ phase, n, p50, p90, significant: test?.significant ?? null }];
}

/** Rows of two separate answers, such as those of two model versions. */
export function answerRows(before: DeployDurations, after: DeployDurations): ComparisonRow[] {
  const groupOf = ({ groups }: DeployDurations, phase: Measured) =>
    groups.find(({ key }) => key.phase === phase);
  const pairs = MEASURES.flatMap((phase) => {
    const pair = { phase, before: groupOf(before, phase), after: groupOf(after, phase) };
    return pair.before === undefined && pair.after === undefined ? [] : [pair];
  });
  const tests = correctedRankSums(
    pairs.map((pair) => ({ before: pair.before?.histogram, after: pair.after?.histogram })),
  );
  return inOrder(
    pairs.map((pair, i) => ({
      phase: pair.phase,
      n: { before: pair.before?.n ?? 0, after: pair.after?.n ?? 0 },
      p50: changeOf(pair.before, pair.after, "0.5"),
      p90: changeOf(pair.before, pair.after, "0.9"),
      significant: tests[i]?.significant ?? null,
    })),
  );
}

function changeOf(before: DurationGroup | undefined, after: DurationGroup | undefined, q: string): Change {
  const beforeMs = before?.quantiles[q] ?? null;
  const afterMs = after?.quantiles[q] ?? null;
  const ratio = beforeMs === null || afterMs === null || beforeMs === 0 ? null : afterMs / beforeMs;
  return { beforeMs, afterMs, ratio };
}

function inOrder(rows: readonly ComparisonRow[]): ComparisonRow[] {
  return rows.toSorted(byOrder);
}

/** Total first, then phases in order, then gaps. */
function byOrder(a: ComparisonRow, b: ComparisonRow): number {
  const place = ({ phase }: ComparisonRow) => (phase === "total" ? -1 : MEASURES.indexOf(phase));
  return place(a) - place(b);
}
