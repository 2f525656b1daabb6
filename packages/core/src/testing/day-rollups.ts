import type { DeploymentDurations } from "../durations/index.ts";
import { type DayRollup, rollupOf } from "../rollup/index.ts";

/** The rollups that a store would hold of these contributions. */
export function dayRollupsOf(contributions: readonly DeploymentDurations[]): DayRollup[] {
  const byDay = Map.groupBy(contributions, ({ serviceId, day }) => `${serviceId} ${day}`);
  return [...byDay.values()].flatMap((list) => {
    const [first] = list;
    if (first === undefined) return [];
    const starts = list.map(({ startedAtMs }) => startedAtMs).sort((a, b) => a - b);
    const startsMs = [starts[0] ?? 0, starts.at(-1) ?? 0] as const;
    return { serviceId: first.serviceId, day: first.day, rollup: rollupOf(list), startsMs };
  });
}
