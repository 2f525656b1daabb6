import { OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import * as z from "zod";
import { FailureCauseWord } from "../fields/failure.ts";
import { ServiceId } from "../fields/ids.ts";
import { wordList } from "../fields/parameter.ts";
import { AsOf, DurationMs, From, fromBeforeTo, Instant, To } from "../fields/time.ts";

const window = {
  from: From.describe("Only deployments that started at this time or later. Default: 30 days before `to`."),
  to: To.describe("Only deployments that started before this time. Default: now."),
};

/** Query of `GET …/services/{serviceId}/delivery`. */
export const DeliveryQuery = z.strictObject(window).check(fromBeforeTo);

export type DeliveryQuery = z.output<typeof DeliveryQuery>;

/** Deployments that `include=retries` reads at most. */
export const RETRIES_OF_AT_MOST = 10_000;

/** Query of `GET …/delivery`, over all services of a project. */
export const ProjectDeliveryQuery = z
  .strictObject({
    ...window,
    groupBy: wordList(["service"])
      .optional()
      .describe("`service`: the figures of each service as well, in `services`."),
    include: wordList(["retries"])
      .optional()
      .describe(
        `\`retries\`: reads every deployment for \`retried\`, in windows of up to ${RETRIES_OF_AT_MOST} of them.`,
      ),
  })
  .check(fromBeforeTo);

export type ProjectDeliveryQuery = z.output<typeof ProjectDeliveryQuery>;

const count = z.int().nonnegative();

const figures = {
  outcomes: z
    .partialRecord(z.enum(["open", ...OUTCOMES]), count)
    .describe("How the deployments of the window ended."),
  attemptsPerDay: z.number().nonnegative().describe("Deployments that were started, a day."),
  deploymentsPerDay: z.number().nonnegative().describe("Deployments that succeeded, a day."),
  failureRate: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe(
      "(failed + timed out) ÷ (succeeded + failed + timed out); cancelled and superseded ones are not in it. `null`: none ended so.",
    ),
  deploymentTime: z
    .object({ n: count, medianMs: DurationMs.nullable(), p90Ms: DurationMs.nullable() })
    .describe("Start to end of the deployments that succeeded; `n` of them have a known time."),
  recovery: z
    .object({
      n: count,
      medianMs: DurationMs.nullable(),
      p90Ms: DurationMs.nullable(),
      stillBroken: z.array(z.object({ serviceId: ServiceId, since: Instant })),
    })
    .describe(
      "From the end of a failed deployment to the end of the next one of the same service that succeeded. Failures in between count " +
        "with the first. `stillBroken`: services that have not succeeded since, within the window.",
    ),
  lost: z
    .array(
      z.object({
        cause: FailureCauseWord,
        attempts: count,
        totalMs: DurationMs,
        instanceMs: DurationMs.nullable().describe(
          "Start to end times the number of instances that were configured, summed over `configured` attempts; `null` if that is 0.",
        ),
        configured: count.describe("Attempts whose number of instances is known."),
      }),
    )
    .describe("Time that went into deployments that failed or timed out, by cause, the most first."),
  retried: z
    .object({ deployments: count, phasesMs: DurationMs })
    .nullable()
    .describe(
      "Of deployments that succeeded: how many retried a phase, and what these phases took, the attempt that succeeded included. " +
        "`null` for a project, unless `include` requests it and the window holds few enough deployments.",
    ),
};

/** Delivery figures of one service. */
export const ServiceDelivery = z
  .object({
    service: z.object({
      id: ServiceId,
      name: z.string().nullable().describe("`null` for a deleted service whose name was never stored."),
    }),
    ...figures,
  })
  .meta({
    id: "ServiceDelivery",
    description: "How often, how reliably and how fast a service is deployed.",
  });

export type ServiceDelivery = z.infer<typeof ServiceDelivery>;

/** Answer of `GET …/delivery`. */
export const Delivery = z
  .object({
    window: z.object({ from: Instant, to: Instant }),
    days: z.number().positive().describe("How long the window is, in days."),
    ...figures,
    services: z
      .array(ServiceDelivery)
      .optional()
      .describe(
        "By service, those that lost the most time in failed deployments first. Only with `groupBy=service`.",
      ),
    asOf: AsOf,
  })
  .meta({ id: "Delivery", description: "How often, how reliably and how fast services are deployed." });

export type Delivery = z.infer<typeof Delivery>;
