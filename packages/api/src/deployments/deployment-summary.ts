import { DEPLOYMENT_FLAGS, ENDED_BY, OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import { DEPLOYMENT_KINDS } from "@deploy-lens/core/vocabulary/signal";
import * as z from "zod";
import { FailureCause } from "../fields/failure.ts";
import { DeploymentId, ServiceId } from "../fields/ids.ts";
import { ModelVersion } from "../fields/model.ts";
import { Phase } from "../fields/phase.ts";
import { DurationMs, Instant } from "../fields/time.ts";
import { Eta } from "./eta.ts";

/** One phase across all models of a deployment. */
export const PhaseSummary = z
  .object({
    phase: Phase,
    wallMs: DurationMs.nullable().describe(
      "Length of the union of the models' intervals; `null` while one runs or has no known start.",
    ),
    criticalMs: DurationMs.describe("Its exclusive share of the deployment's critical path."),
    attempts: z.int().positive().describe("The most that one model needed; 1: no retry."),
    measured: z
      .boolean()
      .describe("Whether `wallMs` counts in statistics: closed, nothing inferred, no skew."),
  })
  .meta({ id: "PhaseSummary", description: "One phase over all models of a deployment." });

export type PhaseSummary = z.infer<typeof PhaseSummary>;

/** The fields shared by a summary and a full deployment. */
export const deploymentFields = {
  id: DeploymentId,
  serviceId: ServiceId,
  kind: z.enum(DEPLOYMENT_KINDS),
  outcome: z.enum(OUTCOMES).nullable().describe("`null` while open."),
  startedAt: Instant,
  endedAt: Instant.nullable().describe("`null` while open."),
  endedBy: z.enum(ENDED_BY).nullable().describe("What closed it; `null` while open."),
  lastEventAt: Instant,
  totalMs: DurationMs.nullable().describe("Start to end; `null` while open."),
  observedMs: DurationMs.describe("Start to the last event, or to the end once closed."),
  elapsedMs: DurationMs.nullable().describe("Start to `asOf` while open; `null` once closed."),
  models: z.array(ModelVersion).describe("In order of first mention."),
  flags: z.array(z.enum(DEPLOYMENT_FLAGS)),
  unclassified: z.int().nonnegative().describe("How many events inside no rule knows."),
  eta: Eta.nullable().describe("`null` once closed, and while the service's history is too thin."),
};

/** A deployment as shown in lists, with its phases as a strip. */
export const DeploymentSummary = z
  .object({
    ...deploymentFields,
    phases: z.array(PhaseSummary).describe("In phase order; only phases that ran."),
    gapsMs: DurationMs.describe("Time when no phase was running: the rest of the critical path."),
    cause: FailureCause.nullable().describe("Why it failed; `null` when nothing made it fail."),
  })
  .meta({ id: "DeploymentSummary", description: "A deployment, small enough to list." });

export type DeploymentSummary = z.infer<typeof DeploymentSummary>;
