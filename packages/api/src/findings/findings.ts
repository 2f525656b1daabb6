import { FINDING_KINDS, FINDING_STATES } from "@deploy-lens/core/findings";
import { CHANGED_ALSO } from "@deploy-lens/core/findings/changed-also";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import * as z from "zod";
import { DeploymentId, ServiceId } from "../fields/ids.ts";
import { Page } from "../fields/paging.ts";
import { AsOf, DurationMs, Instant } from "../fields/time.ts";

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);

const DeploymentAt = z
  .object({ deploymentId: DeploymentId, at: Instant })
  .meta({ id: "DeploymentAt", description: "A deployment and when it started." });

const Level = z.object({
  n: count,
  medianMs: DurationMs.nullable().describe("`null` for shares."),
  share: share.nullable().describe("`null` for durations."),
});

const FindingPhase = z
  .enum([...PHASES, "total"])
  .describe("`total`: the whole deployment, where no phase alone changed.");

/** A lasting change in a service's history. */
export const FindingAnswer = z
  .object({
    id: z.string().describe("Stays the same however often findings are computed."),
    kind: z
      .enum(FINDING_KINDS)
      .describe(
        "`cold_share`: more or fewer runs without a cached image, each kind as fast as before; `failure_share`: more or fewer failures.",
      ),
    serviceId: ServiceId,
    serviceName: z.string().nullable(),
    phase: FindingPhase,
    summary: z.string().describe("The finding in one sentence, in the language of the answer."),
    since: DeploymentAt.describe("The first deployment at the new level."),
    last: DeploymentAt.describe("The last one before it."),
    placedWithin: z
      .object({ from: DeploymentAt, to: DeploymentAt, runs: count })
      .describe("The first and the last deployment that the change may begin with, and how many that are."),
    wentOn: z
      .array(DeploymentAt)
      .describe("Where the change went further: it came gradually. `after` is the level since the last one."),
    before: Level,
    after: Level,
    ratio: z.number().nullable().describe("After ÷ before; of shares, `null` where it was 0 before."),
    interval: z
      .array(z.number().nullable())
      .length(2)
      .describe(
        "99.7 %: of the ratio for durations, of the difference for shares. `null`: no bound on that side.",
      ),
    attribution: z
      .object({
        totalMs: z.int().describe("How much longer a deployment takes on average; negative: less."),
        parts: z
          .array(z.object({ part: z.enum([...PHASES, "gap"]), ms: z.int() }))
          .describe("By critical time of phases and gaps: the parts add up to `totalMs`."),
      })
      .nullable()
      .describe("`null` for shares."),
    changedAlso: z
      .array(
        z.object({
          what: z.enum(CHANGED_ALSO),
          model: z.string().nullable(),
          before: z.string().nullable(),
          after: z.string().nullable(),
        }),
      )
      .describe("What else changed at the same place: facts, not causes."),
    state: z
      .enum(FINDING_STATES)
      .describe(
        "`suspected`: too few runs since to be sure; `open`: they bear it out; `resolved`: the level came back.",
      ),
    confirmed: DeploymentAt.nullable().describe("The deployment that confirmed the change."),
    resolved: DeploymentAt.nullable().describe("The deployment at which the level came back."),
    group: z
      .object({ id: z.string(), services: z.int() })
      .nullable()
      .describe("Three services or more changed alike within a day."),
  })
  .meta({ id: "Finding", description: "A lasting change in a service's history." });

export type FindingAnswer = z.infer<typeof FindingAnswer>;

const list = {
  findings: z.array(FindingAnswer),
  excluded: z
    .object({ too_few: count })
    .describe("`too_few`: phases with too few runs for any change to be told from chance."),
  expectedFalseAlarms: z
    .number()
    .nonnegative()
    .describe("Findings that chance alone would open in a month, at the present number of deployments."),
  page: Page,
  asOf: AsOf,
};

/** Answer of `GET …/findings`. */
export const FindingList = z
  .object(list)
  .meta({ id: "FindingList", description: "Findings of a project, the newest change first." });

export type FindingList = z.infer<typeof FindingList>;

/** Answer of `GET …/services/{serviceId}/findings`. */
export const ServiceFindingList = z
  .object({
    ...list,
    detectable: z
      .array(
        z.object({
          phase: FindingPhase,
          n: count,
          tooFew: z.boolean(),
          smallestRatio: z.number().nullable(),
        }),
      )
      .describe(
        "By phase: the smallest ratio that would have been found in four of five such histories; with too few runs, that the fewest that are enough would show.",
      ),
  })
  .meta({ id: "ServiceFindingList", description: "Findings of a service, the newest change first." });

export type ServiceFindingList = z.infer<typeof ServiceFindingList>;

/** Answer of `GET …/services/{serviceId}/findings/{findingId}`. */
export const FindingEvidence = z
  .object({
    finding: FindingAnswer,
    runs: z.array(
      z.object({
        deploymentId: DeploymentId,
        startedAt: Instant,
        ms: DurationMs,
        outcome: z.enum(["success", "failure", "timed_out"]),
        isLong: z
          .boolean()
          .nullable()
          .describe("The longer of the phase's two modes, such as an image that was not cached."),
        isWeekend: z.boolean(),
      }),
    ),
    asOf: AsOf,
  })
  .meta({ id: "FindingEvidence", description: "A finding and the runs that it was made from." });

export type FindingEvidence = z.infer<typeof FindingEvidence>;
