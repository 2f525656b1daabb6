import type { DeployDurations } from "@deploy-lens/api/deploy-durations";
import type { TrendDay } from "../../charts/trend-shape.ts";
import type { Measured } from "../../phases/phase-name.tsx";

/** The trend of each phase, the whole first, then in the order in which phases run. */
export function trendsOf(durations: DeployDurations): ReadonlyMap<Measured, readonly TrendDay[]> {
  const order: readonly Measured[] = [
    ...(["total", "build_image", "prepare_environment", "schedule_resource"] as const),
    ...(["pull_image", "start_model"] as const),
  ];
  const byPhase = Map.groupBy(durations.groups, ({ key }) => key.phase);
  return new Map(
    order.flatMap((phase) => {
      const days = (byPhase.get(phase) ?? []).flatMap(({ key, quantiles, n }) => {
        const p50Ms = quantiles["0.5"];
        const p90Ms = quantiles["0.9"];
        if (key.day === undefined || p50Ms == null || p90Ms == null) return [];
        return [{ dayMs: Date.parse(key.day), p50Ms, p90Ms, n }];
      });
      return days.length === 0 ? [] : [[phase, days] as const];
    }),
  );
}
