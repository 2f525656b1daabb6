import type { Rollup } from "@deploy-lens/core/rollup";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import type { TrueDeployment } from "./story.ts";

/**
 * What the table must hold of each UTC day, as lines of text: counted from what really happened, by contract 4 alone.
 * Nothing here calls the product: its own derivation, durations and rollups are what is on trial.
 *
 * @example
 * trueRollups([{ startedAtMs: 0, model: "m 1", outcome: "success", totalMs: 90_000, phaseMs: {} }]);
 * // Map { "1970-01-01" => ["success: 1", "success total of all: n 1, 90000 ms, buckets 526:1", …] }
 */
export function trueRollups(deployments: readonly TrueDeployment[]): ReadonlyMap<string, readonly string[]> {
  const days = new Map<string, Map<string, number[]>>();
  for (const { startedAtMs, model, outcome, totalMs, phaseMs } of deployments) {
    const date = new Date(startedAtMs).toISOString().slice(0, 10);
    const day = days.get(date) ?? new Map<string, number[]>();
    days.set(date, day);
    const add = (name: string, ms: number) => day.set(name, [...(day.get(name) ?? []), ms]);
    add(outcome, 0);
    if (outcome === "open") continue;
    for (const scope of ["all", model]) {
      add(`${outcome} total of ${scope}`, totalMs);
      for (const phase of PHASES) {
        const ms = phaseMs[phase];
        if (ms !== undefined) add(`${outcome} ${phase} of ${scope}`, ms);
      }
    }
  }
  return new Map(
    [...days].map(([date, day]) => [
      date,
      [...day]
        .map(([name, times]) =>
          name.includes(" ") ? `${name}: ${counted(times)}` : `${name}: ${times.length}`,
        )
        .sort(),
    ]),
  );
}

/** A stored rollup in the same lines; the sum of gaps stays out, since nobody made it up. */
export function storedLines({ counts, series }: Rollup): readonly string[] {
  const byOutcome = new Map<string, number>();
  for (const { outcome, scope, deployments } of counts.values()) {
    if (scope === "all") byOutcome.set(outcome, (byOutcome.get(outcome) ?? 0) + deployments);
  }
  const lines = [...series.values()]
    .filter(({ measure, histogram }) => measure === "total" || (isPhase(measure) && histogram.count > 0))
    .map(({ outcome, measure, model, histogram }) => {
      const { count, sumMs, offset, bucketCounts } = histogram;
      const buckets = bucketCounts.flatMap((n, index) => (n === 0 ? [] : [`${offset + index}:${n}`]));
      const scope = model === null ? "all" : `${model.name} ${model.version}`;
      return `${outcome} ${measure} of ${scope}: n ${count}, ${sumMs} ms, buckets ${buckets.join(" ")}`;
    });
  return [...[...byOutcome].map(([outcome, n]) => `${outcome}: ${n}`), ...lines].sort();
}

/** OpenTelemetry's base-2 exponential buckets at scale 5: the upper bound belongs to the bucket. */
function counted(times: readonly number[]): string {
  const buckets = new Map<number, number>();
  for (const ms of times) {
    const index = Math.ceil(Math.log2(ms) * 32) - 1;
    buckets.set(index, (buckets.get(index) ?? 0) + 1);
  }
  const sum = times.reduce((all, ms) => all + ms, 0);
  const listed = [...buckets].sort(([a], [b]) => a - b).map(([index, n]) => `${index}:${n}`);
  return `n ${times.length}, ${sum} ms, buckets ${listed.join(" ")}`;
}

function isPhase(measure: string): boolean {
  return PHASES.some((phase) => phase === measure);
}
