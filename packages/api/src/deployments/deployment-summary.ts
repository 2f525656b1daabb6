import { DEPLOYMENT_FLAGS, ENDED_BY, OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import { DEPLOYMENT_KINDS } from "@deploy-lens/core/vocabulary/signal";
import * as z from "zod";
import { FailureCauseWord } from "../fields/failure.ts";
import { DeploymentId, ServiceId } from "../fields/ids.ts";
import { ModelAnswer } from "../fields/model.ts";
import { PhaseWord } from "../fields/phase.ts";
import { DurationMs, Instant } from "../fields/time.ts";
import { EtaAnswer } from "./eta.ts";

/** One phase across all models of a deployment. */
export const PhaseSummaryAnswer = z
  .object({
    phase: PhaseWord,
    wallMs: DurationMs.nullable().describe(
      "Length of the union of the models' intervals; `null` while one is running or has no known start.",
    ),
    criticalMs: DurationMs.describe("Its exclusive share of the deployment's critical path."),
    attempts: z.int().positive().describe("The highest number of attempts of any model; 1: no retry."),
    measured: z
      .boolean()
      .describe("True if `wallMs` counts in statistics: closed, nothing inferred, no clock skew."),
  })
  .meta({ id: "PhaseSummary", description: "One phase over all models of a deployment." });

export type PhaseSummaryAnswer = z.infer<typeof PhaseSummaryAnswer>;

/** The fields shared by a summary and a full deployment. */
export const deploymentFields = {
  id: DeploymentId,
  serviceId: ServiceId,
  kind: z.enum(DEPLOYMENT_KINDS),
  outcome: z.enum(OUTCOMES).nullable().describe("`null` while open."),
  startedAt: Instant,
  endedAt: Instant.nullable().describe("`null` while open."),
  endedBy: z.enum(ENDED_BY).nullable().describe("The cause of its end; `null` while open."),
  lastEventAt: Instant,
  totalMs: DurationMs.nullable().describe("Start to end; `null` while open."),
  observedMs: DurationMs.describe("Start to the last event, or to the end once closed."),
  elapsedMs: DurationMs.nullable().describe("Start to `asOf` while open; `null` once closed."),
  models: z.array(ModelAnswer).describe("In order of first mention."),
  flags: z.array(z.enum(DEPLOYMENT_FLAGS)),
  unclassified: z.int().nonnegative().describe("Number of its events with an unrecognized text."),
  eta: EtaAnswer.nullable().describe("`null` once closed, or if the service has too little history."),
};

/** A deployment as shown in lists, with its phases as a strip. */
export const DeploymentSummary = z
  .object({
    ...deploymentFields,
    phases: z.array(PhaseSummaryAnswer).describe("In phase order, without phases that did not run."),
    gapsMs: DurationMs.describe("Time in which no phase was running: the rest of the critical path."),
    cause: FailureCauseWord.nullable().describe("The reason for its failure; `null` if it did not fail."),
  })
  .meta({ id: "DeploymentSummary", description: "A deployment in a list." });

export type DeploymentSummary = z.infer<typeof DeploymentSummary>;
