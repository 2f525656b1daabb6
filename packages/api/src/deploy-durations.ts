import { OUTCOMES } from "@deploy-lens/core/deployment";
import * as z from "zod";
import { PROJECT_GROUPINGS } from "./deploy-durations-query.ts";
import { FailureCause } from "./failure.ts";
import { ModelVersion } from "./model.ts";
import { Phase } from "./phase.ts";
import { ServiceRef } from "./service-ref.ts";
import { AsOf, DurationMs, Instant } from "./time.ts";

const Count = z.int().nonnegative();

/** What a group holds: a field for each word of `groupBy`. */
export const GroupKey = z
  .object({
    phase: Phase.optional(),
    day: z.iso.date().optional().describe("The UTC day that the deployments started."),
    model: ModelVersion.optional(),
    service: ServiceRef.optional(),
  })
  .meta({
    id: "GroupKey",
    description: "What a group holds: a field for each word of `groupBy`.",
    examples: [{ phase: "pull_image" }, { day: "2026-11-01", phase: "pull_image" }],
  });
/** See {@link GroupKey}. */
export type GroupKey = z.infer<typeof GroupKey>;

const BUCKET_RULE =
  "`bucketCounts[i]` counts durations in (2^((offset + i) / 2^scale), 2^((offset + i + 1) / 2^scale)] ms";

/** How durations spread: an OpenTelemetry base-2 exponential histogram over milliseconds, as `core/histogram` makes it. */
export const Histogram = z
  .object({
    scale: z.int().describe("Buckets per doubling are 2^scale."),
    count: Count.describe("How many durations."),
    sumMs: Count.describe("Their exact sum."),
    zeroCount: Count.describe("How many of them are 0 ms."),
    offset: z.int().describe("The index of the first bucket."),
    bucketCounts: z.array(Count).describe("Durations per bucket, from `offset` on."),
  })
  .meta({
    id: "Histogram",
    description: `An OpenTelemetry base-2 exponential histogram over milliseconds: ${BUCKET_RULE}.`,
    examples: [{ scale: 5, count: 1, sumMs: 56642, zeroCount: 0, offset: 505, bucketCounts: [1] }],
  });
/** See {@link Histogram}. */
export type Histogram = z.infer<typeof Histogram>;

const figures = {
  n: Count.describe("How many durations these figures rest on."),
  min: DurationMs.nullable().describe("Milliseconds; `null` when `n` is 0."),
  mean: DurationMs.nullable().describe("Milliseconds, rounded; `null` when `n` is 0."),
  max: DurationMs.nullable().describe("Milliseconds; `null` when `n` is 0."),
  quantiles: z
    .record(z.string(), DurationMs.nullable())
    .describe("Milliseconds by quantile as the query named it, nearest rank; `null` when `n` is 0."),
};

/** Figures of one set of durations. */
export const DurationFigures = z
  .object({ ...figures, histogram: Histogram })
  .meta({ id: "DurationFigures", description: "Figures of one set of durations." });
/** See {@link DurationFigures}. */
export type DurationFigures = z.infer<typeof DurationFigures>;

/** Figures of one group. */
export const DurationGroup = z
  .object({ key: GroupKey, ...figures, histogram: Histogram })
  .meta({ id: "DurationGroup", description: "Figures of one group of durations." });
/** See {@link DurationGroup}. */
export type DurationGroup = z.infer<typeof DurationGroup>;

const windowFields = {
  window: z
    .object({ from: Instant, to: Instant })
    .describe("Half-open: `from` belongs to it, `to` does not."),
  groups: z.array(DurationGroup),
  total: DurationFigures.describe("The same deployments' `totalMs`, whatever the grouping."),
  excluded: z
    .record(z.string(), z.int().positive())
    .describe(
      "What was left out and why: reason to count. Reasons are words such as `open` or `inferred_end`.",
    ),
  method: z
    .enum(["exact", "histogram"])
    .describe(
      "`exact`: from every sample; `histogram`: from merged buckets, each figure within `relativeError`.",
    ),
  relativeError: z
    .number()
    .min(0)
    .describe("The most that a quantile may be off, relative to its value; 0 if exact."),
};

/** One figure before and after. */
export const Difference = z
  .object({
    beforeMs: DurationMs.nullable(),
    afterMs: DurationMs.nullable(),
    differenceMs: z.int().nullable().describe("After minus before; `null` unless both are known."),
    ratio: z.number().nullable().describe("After divided by before; `null` when that cannot be said."),
  })
  .meta({
    id: "Difference",
    description: "One figure in the compared window (before) and in this one (after).",
  });
/** See {@link Difference}. */
export type Difference = z.infer<typeof Difference>;

/** How one group changed between two windows. */
export const GroupDifference = z
  .object({
    key: GroupKey,
    n: z.object({ before: Count, after: Count }),
    mean: Difference,
    quantiles: z.record(z.string(), Difference),
  })
  .meta({
    id: "GroupDifference",
    description: "How one group changed between the compared window and this one.",
  });
/** See {@link GroupDifference}. */
export type GroupDifference = z.infer<typeof GroupDifference>;

/** Answer of both `deploy-durations` routes. */
export const DeployDurations = z
  .object({
    groupBy: z.array(z.enum(PROJECT_GROUPINGS)),
    ...windowFields,
    outcomes: z
      .partialRecord(z.enum(["open", ...OUTCOMES]), Count)
      .optional()
      .describe("How the deployments that started in the window ended, whatever the `outcome` filter."),
    failureCauses: z
      .partialRecord(FailureCause, Count)
      .optional()
      .describe("Why those that failed did, whatever the `outcome` filter."),
    comparison: z
      .object({ ...windowFields, differences: z.array(GroupDifference) })
      .optional()
      .describe("The compared window, when the query asked for one."),
    asOf: AsOf,
  })
  .meta({ id: "DeployDurations", description: "Statistics of how long deployments and their phases took." });
/** See {@link DeployDurations}. */
export type DeployDurations = z.infer<typeof DeployDurations>;
