import type { DeploymentAsOf } from "@deploy-lens/core/derive/as-of";
import { adviceFor } from "@deploy-lens/core/vocabulary/advice";
import type * as core from "@deploy-lens/core/vocabulary/deployment";
import type { Language } from "@deploy-lens/core/vocabulary/labels";
import type { FailureAnswer } from "../fields/failure.ts";
import { presentInstant, presentInstantOrNull } from "../fields/present-instant.ts";
import type { ConfigurationAnswer } from "./configuration.ts";
import type { DeploymentAnswer, GapAnswer, PhaseRunAnswer } from "./deployment.ts";
import type { DeploymentSummary } from "./deployment-summary.ts";
import type { EtaAnswer } from "./eta.ts";

/** Values of an answer that are not derived from events. */
export interface PresentOptions {
  /** When the facts were read, epoch ms. */
  readonly asOfMs: number;
  readonly language: Language;
  readonly eta?: EtaAnswer | null;
  readonly configuration?: ConfigurationAnswer | null;
}

/**
 * Presents a deployment as specified in contract section 5.
 *
 * @example
 * presentDeployment(deploymentAsOf(deployment, asOfMs), { asOfMs, language: "en" }).observedMs; // the sample: 80818
 */
export function presentDeployment(deployment: DeploymentAsOf, options: PresentOptions): DeploymentAnswer {
  return {
    ...commonFields(deployment, options.eta ?? null),
    phases: deployment.phases.map(presentRun),
    summary: deployment.summary.map((phase) => ({ ...phase })),
    gaps: deployment.gaps.map(presentGap),
    failure: deployment.failure === null ? null : presentFailure(deployment.failure, options.language),
    configuration: options.configuration ?? null,
    eventCount: deployment.eventCount,
    asOf: presentInstant(options.asOfMs),
  };
}

/** Presents a deployment as lists show it, with its phases across all models. */
export function presentSummary(deployment: DeploymentAsOf, eta: EtaAnswer | null = null): DeploymentSummary {
  return {
    ...commonFields(deployment, eta),
    phases: deployment.summary.map((phase) => ({ ...phase })),
    gapsMs: deployment.gaps.reduce((sum, gap) => sum + gap.ms, 0),
    cause: deployment.failure?.cause ?? null,
  };
}

function commonFields(deployment: DeploymentAsOf, eta: EtaAnswer | null) {
  return {
    id: deployment.id,
    serviceId: deployment.serviceId,
    kind: deployment.kind,
    outcome: deployment.outcome,
    startedAt: presentInstant(deployment.startedAtMs),
    endedAt: presentInstantOrNull(deployment.endedAtMs),
    endedBy: deployment.endedBy,
    lastEventAt: presentInstant(deployment.lastEventAtMs),
    totalMs: deployment.totalMs,
    observedMs: deployment.observedMs,
    elapsedMs: deployment.elapsedMs,
    models: [...deployment.models],
    flags: [...deployment.flags],
    unclassified: deployment.unclassified,
    eta,
  };
}

function presentRun(run: core.PhaseRun): PhaseRunAnswer {
  return {
    phase: run.phase,
    model: run.model,
    startedAt: presentInstantOrNull(run.startedAtMs),
    endedAt: presentInstantOrNull(run.endedAtMs),
    wallMs: run.wallMs,
    activeMs: run.activeMs,
    attempts: run.attempts,
    criticalMs: run.criticalMs,
    outcome: run.outcome,
    flags: [...run.flags],
  };
}

function presentGap(gap: core.Gap): GapAnswer {
  return { after: gap.after, before: gap.before, startedAt: presentInstant(gap.startedAtMs), ms: gap.ms };
}

function presentFailure(failure: core.Failure, language: Language): FailureAnswer {
  return {
    cause: failure.cause,
    message: failure.message,
    advice: adviceFor(failure.cause)[language],
    occurredAt: presentInstant(failure.occurredAtMs),
  };
}
