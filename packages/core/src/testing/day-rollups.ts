import type { DeploymentDurations } from "../durations.ts";
import { type DayRollup, rollupOf } from "../rollup.ts";

/** The rollups that a store would hold of these contributions. */
export function dayRollupsOf(contributions: readonly DeploymentDurations[]): DayRollup[] {
  const byDay = Map.groupBy(contributions, ({ serviceId, day }) => `${serviceId} ${day}`);
  return [...byDay.values()].flatMap((list) => {
    const [first] = list;
    return first === undefined
      ? []
      : [{ serviceId: first.serviceId, day: first.day, rollup: rollupOf(list) }];
  });
}
