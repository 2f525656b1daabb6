import { MEASURES, type Measure } from "../durations/index.ts";
import { assertQuantile } from "../histogram/nearest-rank.ts";
import { OUTCOMES, type Outcome } from "../vocabulary/deployment.ts";

/** Groupings of statistics, in any combination. */
export const GROUPINGS = ["phase", "day", "model", "outcome", "service"] as const;

export type Grouping = (typeof GROUPINGS)[number];

/** Maximum number of deployments for exact figures. */
export const EXACT_LIMIT = 200;

/** Selects deployments, measures and groups. Everything has a default. */
export interface StatisticsQuery {
  /**
   * Default: `phase`, which makes a group of each phase and of `gap` and `total`. Without `phase` here or in `phases`, a
   * deployment counts by its `total`. Grouped by `model`, it counts under each of its model versions.
   */
  readonly groupBy?: readonly Grouping[] | undefined;
  /** Only deployments that started at this time or later, epoch ms. */
  readonly fromMs?: number | undefined;
  /** Only deployments that started before this time, epoch ms. */
  readonly toMs?: number | undefined;
  /** Default: `["success"]`. `any`: all that ended. Open ones never count. */
  readonly outcomes?: readonly Outcome[] | "any" | undefined;
  /** Only these; a group by anything but phase then holds their times side by side. */
  readonly phases?: readonly Measure[] | undefined;
  /** Only model versions that match: see {@link matchesModel}. Then a sample is one model version's time, not a deployment's. */
  readonly model?: string | undefined;
  /** From 0 to 1. Default: 0.5, 0.9, 0.99. */
  readonly quantiles?: readonly number[] | undefined;
}

/** A query with its defaults filled in: a value, made once for a request and passed on. */
export interface StatisticsPlan {
  readonly groupBy: ReadonlySet<Grouping>;
  readonly fromMs: number;
  readonly toMs: number;
  readonly measures: ReadonlySet<Measure>;
  readonly quantiles: readonly number[];
  readonly outcomes: ReadonlySet<Outcome>;
  /** `null`: every model passes. */
  readonly model: string | null;
}

/**
 * Fills in a query's defaults.
 *
 * @throws RangeError when the window is empty or a quantile is not within [0, 1].
 */
export function planStatistics(query: StatisticsQuery): StatisticsPlan {
  const { outcomes = ["success"], phases, model, quantiles = [0.5, 0.9, 0.99] } = query;
  const groupBy = new Set(query.groupBy ?? ["phase" as const]);
  const fromMs = query.fromMs ?? Number.NEGATIVE_INFINITY;
  const toMs = query.toMs ?? Number.POSITIVE_INFINITY;
  if (!(fromMs < toMs)) throw new RangeError(`The window from ${fromMs} to ${toMs} is empty`);
  for (const q of quantiles) assertQuantile(q);
  return {
    groupBy,
    fromMs,
    toMs,
    quantiles,
    measures: new Set(phases ?? (groupBy.has("phase") ? MEASURES : ["total" as const])),
    outcomes: new Set(outcomes === "any" ? OUTCOMES : outcomes),
    model: model ?? null,
  };
}

/** True if rollups without services and models can answer: those of a project's days. */
export function isOverall({ groupBy, model }: StatisticsPlan): boolean {
  return model === null && !groupBy.has("service") && !groupBy.has("model");
}
