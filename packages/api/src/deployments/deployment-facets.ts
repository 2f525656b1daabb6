import { DEPLOYMENT_FLAGS, OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { DEPLOYMENT_KINDS } from "@deploy-lens/core/vocabulary/signal";
import * as z from "zod";
import { FailureCauseWord } from "../fields/failure.ts";
import { DeploymentId, ServiceId } from "../fields/ids.ts";
import { ModelAnswer } from "../fields/model.ts";
import { PhaseWord } from "../fields/phase.ts";
import { AsOf, DurationMs, Instant } from "../fields/time.ts";

/** Deployments that facets and points look at: the newest of the window. */
export const COUNTED_AT_MOST = 10_000;

/** Values listed of a facet whose number grows with the project. */
export const FACET_VALUES_AT_MOST = 200;

const n = z.int().nonnegative().describe("Number of deployments.");

const coverage = {
  counted: z
    .object({
      deployments: z
        .int()
        .nonnegative()
        .describe("Deployments that were looked at, whether they match or not."),
      since: Instant.describe("All deployments of the window that started at this time or later."),
      isWhole: z.boolean().describe("True if these are all of the window."),
    })
    .describe(
      `The newest ${COUNTED_AT_MOST} deployments of the window are looked at: where it holds more, \`since\` says from when on.`,
    ),
  matching: z.int().nonnegative().describe("Deployments among these that match all filters."),
  asOf: AsOf,
};

function counts<Value extends z.ZodType>(value: Value) {
  return z.array(z.object({ value, n }));
}

/** Answer of `GET …/deployments/facets`. */
export const DeploymentFacets = z
  .object({
    ...coverage,
    service: z
      .array(z.object({ value: ServiceId, name: z.string().nullable(), n }))
      .describe(
        `The ${FACET_VALUES_AT_MOST} most frequent; \`name\` is \`null\` if the service was never seen.`,
      ),
    outcome: counts(z.enum(["open", ...OUTCOMES])),
    cause: counts(FailureCauseWord),
    phase: counts(PhaseWord).describe("Phases in which deployments failed or timed out."),
    model: counts(ModelAnswer).describe(
      `Model versions, the ${FACET_VALUES_AT_MOST} most frequent; a deployment counts under each of its models.`,
    ),
    kind: counts(z.enum(DEPLOYMENT_KINDS)),
    flag: counts(z.enum(DEPLOYMENT_FLAGS)),
    duration: counts(z.object({ fromMs: DurationMs, toMs: DurationMs })).describe(
      "How long deployments were observed, by doublings from 1 s on, the shortest first: `[fromMs, toMs)`.",
    ),
  })
  .meta({
    id: "DeploymentFacets",
    description:
      "How many deployments have which value. A facet's counts take all filters into account but its own, so that choosing one " +
      "value does not hide the others.",
  });

export type DeploymentFacets = z.infer<typeof DeploymentFacets>;

/** A deployment as a point of a chart. */
export const DeploymentPoint = z
  .object({
    id: DeploymentId,
    serviceId: ServiceId,
    startedAt: Instant,
    observedMs: DurationMs.describe("Start to end, or to the last event while open."),
    kind: z.enum(DEPLOYMENT_KINDS),
    outcome: z.enum(["open", ...OUTCOMES]),
    cause: FailureCauseWord.nullable(),
    models: z.array(ModelAnswer),
    phasesMs: z
      .partialRecord(z.enum(PHASES), DurationMs)
      .describe("Wall time of the phases that ended: the union of the models' intervals."),
    cached: z
      .boolean()
      .nullable()
      .describe(
        "True if its image was pulled as fast as one that is cached. Known where the pulls of a service fall into two groups, at " +
          "least a factor of two apart; `null` elsewhere.",
      ),
  })
  .meta({ id: "DeploymentPoint", description: "A deployment as a point of a chart." });

export type DeploymentPoint = z.infer<typeof DeploymentPoint>;

/** Answer of `GET …/deployments/points`. */
export const DeploymentPoints = z
  .object({ ...coverage, points: z.array(DeploymentPoint).describe("Newest first, without pages.") })
  .meta({
    id: "DeploymentPoints",
    description: "The deployments that match, with what a chart of their durations needs.",
  });

export type DeploymentPoints = z.infer<typeof DeploymentPoints>;
