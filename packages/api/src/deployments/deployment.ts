import { PHASE_FLAGS, PHASE_OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import * as z from "zod";
import { FailureAnswer } from "../fields/failure.ts";
import { ModelAnswer } from "../fields/model.ts";
import { PhaseWord } from "../fields/phase.ts";
import { AsOf, DurationMs, Instant } from "../fields/time.ts";
import { ConfigurationAnswer } from "./configuration.ts";
import { deploymentFields, PhaseSummaryAnswer } from "./deployment-summary.ts";

/** One phase of one model version. */
export const PhaseRunAnswer = z
  .object({
    phase: PhaseWord,
    model: ModelAnswer.nullable().describe("`null` if no event of the deployment names a model."),
    startedAt: Instant.nullable().describe("`null` if unknown."),
    endedAt: Instant.nullable().describe("`null` while open."),
    wallMs: DurationMs.nullable().describe("First begin to final end; `null` while open."),
    activeMs: DurationMs.nullable().describe("Sum of the attempts' own spans; `null` while open."),
    attempts: z.int().positive(),
    criticalMs: DurationMs.describe("Its exclusive share of the deployment's critical path."),
    outcome: z.enum(PHASE_OUTCOMES).nullable().describe("`null` while open."),
    flags: z.array(z.enum(PHASE_FLAGS)).describe("Caveats about its times."),
  })
  .meta({ id: "PhaseRun", description: "One phase of one model version within one deployment." });

export type PhaseRunAnswer = z.infer<typeof PhaseRunAnswer>;

const GAP_NEIGHBOURS = [...PHASES, "start", "end"] as const;

/** A span within a deployment in which no phase was running. */
export const GapAnswer = z
  .object({
    after: z
      .enum(GAP_NEIGHBOURS)
      .describe("The phase that ended before it; `start`: the deployment's own start."),
    before: z
      .enum(GAP_NEIGHBOURS)
      .describe("The phase that began after it; `end`: the deployment's last moment."),
    startedAt: Instant,
    ms: DurationMs,
  })
  .meta({ id: "Gap", description: "Time in which no phase was running, named after its neighbours." });

export type GapAnswer = z.infer<typeof GapAnswer>;

/**
 * Answer of `GET …/deployments/{deploymentId}`. `sum(phases[].criticalMs) + sum(gaps[].ms) = observedMs`, which equals
 * `totalMs` once the deployment is closed.
 */
export const DeploymentAnswer = z
  .object({
    ...deploymentFields,
    phases: z.array(PhaseRunAnswer).describe("By model in order of first mention, then in phase order."),
    summary: z.array(PhaseSummaryAnswer).describe("Each phase over all models, in phase order."),
    gaps: z.array(GapAnswer).describe("Oldest first; only gaps longer than 0 ms."),
    failure: FailureAnswer.nullable().describe("`null` unless it failed."),
    configuration: ConfigurationAnswer.nullable().describe(
      "`null` if no update log belongs to this deployment.",
    ),
    eventCount: z.int().nonnegative().describe("Number of its events."),
    asOf: AsOf,
  })
  .meta({ id: "Deployment", description: "One attempt to deploy, update or start a service." });

export type DeploymentAnswer = z.infer<typeof DeploymentAnswer>;
