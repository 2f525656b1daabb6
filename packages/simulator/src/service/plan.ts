import type { Severity } from "@deploy-lens/core/event/service-event";
import type { EndedBy, Outcome, PhaseOutcome } from "@deploy-lens/core/vocabulary/deployment";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";
import type { DeploymentKind, FailureCause, ModelVersion } from "@deploy-lens/core/vocabulary/signal";

/**
 * What really happened in one phase of one model: the truth that the feed tells only in part.
 *
 * Times are epoch ms. `schedule_resource` starts exactly where `prepare_environment` ended, since the feed has no begin
 * for it. `start_model` of every model ends when the whole service is ready, since the feed says nothing finer.
 */
export interface PlannedPhase {
  readonly phase: Phase;
  readonly model: ModelVersion;
  readonly startedAtMs: number;
  /** `null` when nothing says that it ended: `interrupted`, or the attempt timed out in it. */
  readonly endedAtMs: number | null;
  readonly outcome: PhaseOutcome;
  /** When the platform said that it would try again. Tries = `retriesAtMs.length + 1`. */
  readonly retriesAtMs: readonly number[];
  /** When tries after the first began, where the feed says so (`pull_image` alone). */
  readonly resumedAtMs: readonly number[];
  /** Whether the image was there already. `null` but for `build_image` and `pull_image`. */
  readonly image: "warm" | "cold" | null;
}

/** A line that is no part of any phase; `documented: false` is a text that no public page shows. */
export interface PlannedRemark {
  readonly atMs: number;
  readonly severity: Severity;
  readonly message: string;
  readonly documented: boolean;
}

/** Why an attempt failed, and the platform's most telling text for it. */
export interface PlannedFailure {
  readonly cause: FailureCause;
  /** Where it failed; `null` when the platform gave up on the whole (time-out). */
  readonly phase: Phase | null;
  readonly model: ModelVersion | null;
  readonly atMs: number;
  /** The line about the phase; `null` when the closing line says it all. */
  readonly phaseMessage: string | null;
  readonly closingAtMs: number;
  /** The line that closes the attempt, or that begins the rollback. */
  readonly closingMessage: string;
}

/**
 * One attempt to deploy, update or start a service, as it was planned; its events are rendered from it.
 *
 * Compare what you derive from the feed with this.
 */
export interface PlannedAttempt {
  readonly kind: DeploymentKind;
  readonly startedAtMs: number;
  /**
   * The instant of the closing line (or of the transition, when only the status tells). `superseded`: its own last
   * event. `cancelled`: when the stop was asked for.
   */
  readonly endedAtMs: number;
  readonly outcome: Outcome;
  readonly endedBy: EndedBy;
  readonly models: readonly ModelVersion[];
  /** By model, then in phase order; only phases that began. */
  readonly phases: readonly PlannedPhase[];
  /** `null` unless `failure` or `timed_out`. */
  readonly failure: PlannedFailure | null;
  /** How the undoing of a failed update ended; `null` when there was none. */
  readonly rollback: {
    readonly outcome: "rolled_back" | "rollback_failed";
    readonly endedAtMs: number;
  } | null;
  /** `null` unless `cancelled`: when the platform said that the service had stopped. */
  readonly stoppedAtMs: number | null;
  readonly remarks: readonly PlannedRemark[];
}
