import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import type { TrendDay } from "../charts/trend-shape.ts";
import type { Measured } from "../phases/phase-name.tsx";

const ORDER: readonly Measured[] = ["total", ...PHASES];

export function trendsOf(durations: DeployDurations): ReadonlyMap<Measured, readonly TrendDay[]> {
  const byPhase = Map.groupBy(durations.groups, ({ key }) => key.phase);
  return new Map(
    ORDER.flatMap((phase) => {
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
