import { compareRuns, type Run } from "./run.ts";

/** A service's newest runs: findings rest on these. */
export interface RecentRuns {
  /** In the order of their starts. */
  readonly runs: readonly Run[];
  /** Older runs were left out, epoch ms: the beginning of a UTC day, or of a run. `null`: there are none. */
  readonly sinceMs: number | null;
}

/** Runs that findings rest on at least, where there are as many, and at most. */
export const FEWEST_RECENT_RUNS = 300;
export const MOST_RECENT_RUNS = 600;

const DAY_MS = 86_400_000;

/**
 * Cuts a history down to its newest runs, at the same place for as long as possible: where a series begins has a part in what
 * is found in it.
 *
 * Of the UTC days since which there are 300 to 600 runs, the one whose number is divisible by the highest power of two: as
 * runs come in, it stays the same until it has more than 600, or one of a higher power has 300. Adding runs to what is left
 * and cutting again gives the same as cutting the whole history.
 *
 * @param runs of one service, in any order; repeated ones count once
 * @param sinceMs where older ones were left out before; `null`: nowhere
 */
export function recentRuns(runs: readonly Run[], sinceMs: number | null): RecentRuns {
  const ordered = [...new Map(runs.map((run) => [run.id, run])).values()].sort(compareRuns);
  if (sinceMs === null && ordered.length <= MOST_RECENT_RUNS) return { runs: ordered, sinceMs };
  let from: number | null = null;
  let power = 0;
  const first = Math.max(0, ordered.length - MOST_RECENT_RUNS);
  for (let i = first; i <= ordered.length - FEWEST_RECENT_RUNS; i++) {
    const day = dayOf(ordered[i]);
    const begins = i === 0 ? (sinceMs ?? 0) % DAY_MS === 0 : day !== dayOf(ordered[i - 1]);
    if (!begins || powerOf(day) <= power) continue;
    power = powerOf(day);
    from = i;
  }
  const kept = ordered.slice(from ?? first);
  return { runs: kept, sinceMs: from === null ? (kept[0]?.startedAtMs ?? sinceMs) : dayOf(kept[0]) * DAY_MS };
}

function dayOf(run: Run | undefined): number {
  return Math.floor((run?.startedAtMs ?? 0) / DAY_MS);
}

/** The highest power of two that divides a number. */
function powerOf(day: number): number {
  return day & -day;
}
