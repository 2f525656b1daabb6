import { MEASURES } from "@deploy-lens/core/durations";
import { GROUPINGS } from "@deploy-lens/core/statistics/query";
import { OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import * as z from "zod";
import { StatisticsFormat } from "../fields/format.ts";
import { ModelFilter } from "../fields/model.ts";
import { parameters, wordList } from "../fields/parameter.ts";
import { From, fromBeforeTo, QueryTime, To } from "../fields/time.ts";

/** Groupings of one service's statistics. */
export const SERVICE_GROUPINGS = ["phase", "day", "model", "outcome"] as const;

/** Groupings of a project's statistics. */
export const PROJECT_GROUPINGS = GROUPINGS;

const GROUP_BY =
  "Keys to group by, comma-separated. By `phase` there is a group for each phase, one for `gap` (the time when no " +
  "phase ran) and one for `total`. Without `phase` here or as a filter, deployments count by their `total`. A deployment " +
  "counts towards the UTC day that it started, and by `model` under each of its model versions. By `outcome` there is a group for " +
  "each outcome that `outcome` includes: `any` for all.";

const Quantiles = z
  .string()
  .transform((text) => text.split(","))
  .pipe(
    z
      .array(
        z
          .string()
          .regex(/^(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)$/, {
            error: "must be decimals from 0 to 1, comma-separated",
          })
          .transform(Number),
      )
      .max(20, { error: "must be at most 20" })
      .refine((list) => new Set(list).size === list.length, { error: "must name each quantile once" }),
  )
  .register(parameters, {
    schema: {
      type: "array",
      // Not a number: numbers allow exponents and more digits than a quantile may have.
      items: { type: "string", pattern: String.raw`^(?:0(?:\.\d{0,5}[1-9])?|1)$`, examples: ["0.95"] },
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
    },
  });

const COMPARE_HINT = "must be `previous` or two times with a slash between, the earlier first: FROM/TO";

/** `previous`, or a range `FROM/TO`; parses to `"previous"` or `{ fromMs, toMs }`. */
const CompareTo = z
  .string()
  .regex(/^(?:previous|[^/]+\/[^/]+)$/, { error: COMPARE_HINT })
  .transform((text, context) => {
    if (text === "previous") return text;
    const [from, to] = text.split("/").map((part) => QueryTime.safeParse(part).data);
    if (from !== undefined && to !== undefined && from < to) return { fromMs: from, toMs: to };
    context.issues.push({ code: "custom", input: text, message: COMPARE_HINT });
    return z.NEVER;
  });

/** Refuses to compare by day, since no day is in both windows. */
function notByDay(payload: z.core.ParsePayload<{ groupBy: readonly string[]; compareTo?: unknown }>): void {
  const { groupBy, compareTo } = payload.value;
  if (compareTo === undefined || !groupBy.includes("day")) return;
  payload.issues.push({
    code: "custom",
    path: ["compareTo"],
    input: compareTo,
    message: "needs a `groupBy` without `day`: no day lies in both windows",
  });
}

/** Optional parts of an answer. */
export const INCLUDABLE = ["histogram"] as const;

const filters = {
  from: From.describe("Only deployments that started at this time or later. Default: 30 days before `to`."),
  to: To.describe("Only deployments that started before this time. Default: now."),
  outcome: wordList(["any", ...OUTCOMES])
    .default(["success"])
    .describe(
      "Outcomes of the deployments to include, comma-separated; `any` for all that ended. Open ones never count.",
    ),
  model: ModelFilter.optional().describe("Only this model or model version."),
  phase: wordList(MEASURES)
    .optional()
    .describe(
      "Only these phases, comma-separated; `gap` is the time in which no phase ran, `total` start to end.",
    ),
  quantiles: Quantiles.default([0.5, 0.9, 0.99]).describe("The quantiles to compute, comma-separated."),
  compareTo: CompareTo.optional().describe(
    "Compare with `previous`, the window of equal length before this one, or with an explicit range `FROM/TO` that does not " +
      "overlap it.",
  ),
  include: wordList(INCLUDABLE)
    .optional()
    .describe(
      "Optional additions: `histogram`, the distribution of each group's durations, which makes up most of a response's size.",
    ),
  format: StatisticsFormat,
};

/** Query of `GET …/services/{serviceId}/deploy-durations`. */
export const ServiceDurationsQuery = z
  .strictObject({
    groupBy: wordList(SERVICE_GROUPINGS).default(["phase"]).describe(GROUP_BY),
    ...filters,
  })
  .check(fromBeforeTo, notByDay);
export type ServiceDurationsQuery = z.output<typeof ServiceDurationsQuery>;

/** Query of `GET …/deploy-durations`, over all services of a project. */
export const ProjectDurationsQuery = z
  .strictObject({
    groupBy: wordList(PROJECT_GROUPINGS).default(["phase"]).describe(GROUP_BY),
    ...filters,
  })
  .check(fromBeforeTo, notByDay);
export type ProjectDurationsQuery = z.output<typeof ProjectDurationsQuery>;
