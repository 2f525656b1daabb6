import { OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import * as z from "zod";
import { FailureCauseWord } from "../fields/failure.ts";
import { ServiceId } from "../fields/ids.ts";
import { AsOf, DurationMs, From, fromBeforeTo, Instant, To } from "../fields/time.ts";

/** Query of `GET …/delivery`. */
export const DeliveryQuery = z
  .strictObject({
    from: From.describe("Only deployments that started at this time or later. Default: 30 days before `to`."),
    to: To.describe("Only deployments that started before this time. Default: now."),
  })
  .check(fromBeforeTo);

export type DeliveryQuery = z.output<typeof DeliveryQuery>;

const count = z.int().nonnegative();

/** Answer of `GET …/delivery`. */
export const Delivery = z
  .object({
    window: z.object({ from: Instant, to: Instant }),
    days: z.number().positive().describe("How long the window is, in days."),
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
      .array(z.object({ cause: FailureCauseWord, attempts: count, totalMs: DurationMs }))
      .describe("Time that went into deployments that failed or timed out, by cause, the most first."),
    retried: z
      .object({ deployments: count, phasesMs: DurationMs })
      .nullable()
      .describe(
        "Of deployments that succeeded: how many retried a phase, and what these phases took, the attempt that succeeded included. " +
          "`null` for a project, of which it would take reading every deployment.",
      ),
    asOf: AsOf,
  })
  .meta({ id: "Delivery", description: "How often, how reliably and how fast services are deployed." });

export type Delivery = z.infer<typeof Delivery>;
