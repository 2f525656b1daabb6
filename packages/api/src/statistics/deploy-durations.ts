import { MEASURES, UNMEASURED_REASONS } from "@deploy-lens/core/durations";
import { OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import * as z from "zod";
import { FailureCauseWord } from "../fields/failure.ts";
import { ServiceId } from "../fields/ids.ts";
import { ModelAnswer } from "../fields/model.ts";
import { AsOf, DurationMs, Instant } from "../fields/time.ts";
import { PROJECT_GROUPINGS } from "./deploy-durations-query.ts";

const Count = z.int().nonnegative();

/** The measures: each phase's `wallMs`; `gap`, the time when no phase ran; `total`, from start to end. */
export const MeasureWord = z.enum(MEASURES).meta({
  id: "Measure",
  description: "A phase, `gap` for the time in which no phase ran, or `total` from start to end.",
});
export type MeasureWord = z.infer<typeof MeasureWord>;

/** A group's key: one field for each word of `groupBy`. */
export const GroupKeyAnswer = z
  .object({
    phase: MeasureWord.optional(),
    day: z.iso.date().optional().describe("The UTC day on which the deployments started."),
    outcome: z.enum(OUTCOMES).optional(),
    model: ModelAnswer.optional(),
    service: z
      .object({
        id: ServiceId,
        name: z.string().nullable().describe("`null` for a deleted service whose name was never stored."),
      })
      .optional(),
  })
  .meta({
    id: "GroupKey",
    description: "The key of a group: a field for each word of `groupBy`.",
    examples: [{ phase: "pull_image" }, { day: "2026-11-01", phase: "pull_image" }],
  });
export type GroupKeyAnswer = z.infer<typeof GroupKeyAnswer>;

const BUCKET_RULE =
  "`bucketCounts[i]` counts durations in (2^((offset + i) / 2^scale), 2^((offset + i + 1) / 2^scale)] ms";

/**
 * A distribution of durations: an OpenTelemetry base-2 exponential histogram over milliseconds, as built by
 * `core/histogram`.
 */
export const Histogram = z
  .object({
    scale: z.int().describe("Buckets per doubling are 2^scale."),
    count: Count.describe("Number of durations."),
    sumMs: Count.describe("Their exact sum."),
    zeroCount: Count.describe("Number of durations of 0 ms."),
    offset: z.int().describe("The index of the first bucket."),
    bucketCounts: z.array(Count).describe("Number of durations per bucket, starting at `offset`."),
  })
  .meta({
    id: "Histogram",
    description: `An OpenTelemetry base-2 exponential histogram over milliseconds: ${BUCKET_RULE}.`,
    examples: [{ scale: 5, count: 1, sumMs: 56642, zeroCount: 0, offset: 505, bucketCounts: [1] }],
  });
export type Histogram = z.infer<typeof Histogram>;

const milliseconds = DurationMs.nullable().describe("Milliseconds, rounded; `null` if `n` is 0.");

const figures = {
  n: Count.describe("Number of durations that these figures are based on."),
  min: milliseconds,
  mean: milliseconds,
  max: milliseconds,
  quantiles: z
    .record(z.string(), DurationMs.nullable())
    .describe("Milliseconds by quantile (`0.5`), nearest rank, rounded; `null` if `n` is 0."),
  percentiles: z
    .record(z.string(), DurationMs.nullable())
    .describe(
      "The same by names without a dot, for tools that take one for a path: `p50`, `p99_9` for 0.999.",
    ),
  lowN: z
    .record(z.string(), z.boolean())
    .describe("By quantile: true if `n` is too small for a meaningful figure."),
  histogram: Histogram.optional().describe("Only if the query requested it."),
  criticalMs: DurationMs.nullable().describe(
    "Sum over the critical paths of the deployments that count: phases and `gap` add up to `total`. `null` while older " +
      "days that lack it wait to be derived again.",
  ),
  share: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe(
      "`criticalMs` divided by that of the same deployments' `total`: shares of the phases and of `gap` add up to 1. `null` " +
        "if unknown, and with a `phase` filter beside another grouping.",
    ),
  excluded: z
    .partialRecord(z.enum(UNMEASURED_REASONS), Count)
    .describe("Durations of counted deployments that are excluded themselves: their number, by reason."),
};

/** Statistics of one set of durations. */
export const FiguresAnswer = z
  .object(figures)
  .meta({ id: "DurationFigures", description: "Figures of one set of durations." });
export type FiguresAnswer = z.infer<typeof FiguresAnswer>;

/** Statistics of one group. */
export const DurationGroup = z
  .object({ key: GroupKeyAnswer, ...figures })
  .meta({ id: "DurationGroup", description: "Figures of one group of durations." });
export type DurationGroup = z.infer<typeof DurationGroup>;

const windowFields = {
  window: z.object({ from: Instant, to: Instant }).describe("Half-open: includes `from`, excludes `to`."),
  groups: z.array(DurationGroup).describe("By service, day, outcome, model and phase; without empty groups."),
  total: FiguresAnswer.describe("The same deployments from start to end, whatever the grouping."),
  excluded: z
    .partialRecord(z.enum([...OUTCOMES, "open", "no_model", "history_missing"]), Count)
    .describe(
      "Number of deployments in the window that do not count, by outcome or reason. `history_missing` counts services instead: " +
        "some of their events could not be read yet, so that deployments may be missing.",
    ),
  outcomes: z
    .partialRecord(z.enum([...OUTCOMES, "open"]), Count)
    .describe("Deployments that started in the window, by outcome, whatever the `outcome` filter."),
  successRate: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe(
      "Succeeded divided by succeeded, failed and timed out; excludes cancelled and superseded deployments. `null` if there are none.",
    ),
  failureCauses: z
    .partialRecord(FailureCauseWord, Count)
    .describe("Failed deployments by cause, whatever the `outcome` filter."),
  method: z
    .enum(["exact", "histogram"])
    .describe(
      "`exact`: from every sample; `histogram`: from merged buckets, each figure within `relativeError`.",
    ),
  relativeError: z.number().min(0).describe("Maximum relative error of a figure; 0 if exact."),
};

/** A figure before and after. */
export const DifferenceAnswer = z
  .object({
    beforeMs: DurationMs.nullable(),
    afterMs: DurationMs.nullable(),
    differenceMs: z.int().nullable().describe("After minus before; `null` unless both are known."),
    ratio: z.number().nullable().describe("After divided by before; `null` if undefined."),
  })
  .meta({
    id: "Difference",
    description: "One figure in the compared window (before) and in this one (after).",
  });
export type DifferenceAnswer = z.infer<typeof DifferenceAnswer>;

const differences = {
  n: z.object({ before: Count, after: Count }),
  mean: DifferenceAnswer,
  quantiles: z.record(z.string(), DifferenceAnswer).describe("By quantile (`0.5`)."),
  rankSum: z
    .object({
      z: z.number().describe("In standard deviations; positive: this window's durations are longer."),
      p: z
        .number()
        .min(0)
        .max(1)
        .describe("Probability that chance alone goes as far, for this test by itself."),
      correctedP: z
        .number()
        .min(0)
        .max(1)
        .describe("`p`, corrected for the number of groups compared at once (Holm)."),
      significant: z
        .boolean()
        .describe(
          "True if `correctedP` is below 0.01: in 99 of 100 comparisons without any change, no group is significant.",
        ),
    })
    .nullable()
    .describe("Wilcoxon's rank-sum test; `null` if there are too few durations."),
};

/** The change of the statistics of one set of durations. */
export const FiguresDifference = z
  .object(differences)
  .meta({ id: "FiguresDifference", description: "The change of one set of durations." });
export type FiguresDifference = z.infer<typeof FiguresDifference>;

/** The change of a group between two windows. */
export const GroupDifference = z.object({ key: GroupKeyAnswer, ...differences }).meta({
  id: "GroupDifference",
  description: "The change of one group between the compared window and this one.",
});
export type GroupDifference = z.infer<typeof GroupDifference>;

/** The compared window, which is the earlier one, and the differences. */
export const DurationsComparison = z
  .object({
    ...windowFields,
    differences: z.object({
      groups: z
        .array(GroupDifference)
        .describe("This window's groups, then those that only the other window has."),
      total: FiguresDifference,
    }),
  })
  .meta({ id: "DurationsComparison", description: "The compared window and the differences." });
export type DurationsComparison = z.infer<typeof DurationsComparison>;

/** Answer of both `deploy-durations` routes. */
export const DeployDurations = z
  .object({
    groupBy: z.array(z.enum(PROJECT_GROUPINGS)),
    ...windowFields,
    comparison: DurationsComparison.optional().describe("Only if the query requested it."),
    asOf: AsOf,
  })
  .meta({
    id: "DeployDurations",
    description: "Statistics of the durations of deployments and their phases.",
  });
export type DeployDurations = z.infer<typeof DeployDurations>;
