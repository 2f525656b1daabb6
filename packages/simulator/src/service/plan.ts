import type { Severity } from "@deploy-lens/core/event/service-event";
import type { EndedBy, Outcome, PhaseOutcome } from "@deploy-lens/core/vocabulary/deployment";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";
import type { DeploymentKind, FailureCause, ModelVersion } from "@deploy-lens/core/vocabulary/signal";

/**
 * Ground truth for one phase of one model, which the feed reports only in part.
 *
 * Times are epoch ms. `schedule_resource` starts exactly where `prepare_environment` ended, since the feed has no
 * begin for it. `start_model` of every model ends when the whole service is ready, since the feed reports nothing
 * finer.
 */
export interface PlannedPhase {
  readonly phase: Phase;
  readonly model: ModelVersion;
  readonly startedAtMs: number;
  /** `null` if no end is reported: `interrupted`, or the attempt timed out in it. */
  readonly endedAtMs: number | null;
  readonly outcome: PhaseOutcome;
  /** Times at which the platform announced a retry. Tries = `retriesAtMs.length + 1`. */
  readonly retriesAtMs: readonly number[];
  /** Starts of tries after the first, if the feed reports them (`pull_image` only). */
  readonly resumedAtMs: readonly number[];
  /** `warm` if the image existed already; `null` except for `build_image` and `pull_image`. */
  readonly image: "warm" | "cold" | null;
}

/** A line that belongs to no phase; `documented: false` is a text that no public page shows. */
export interface PlannedRemark {
  readonly atMs: number;
  readonly severity: Severity;
  readonly message: string;
  readonly documented: boolean;
}

/** The reason why an attempt failed, and the platform's most specific text for it. */
export interface PlannedFailure {
  readonly cause: FailureCause;
  /** The phase that failed; `null` if the platform gave up on the whole (time-out). */
  readonly phase: Phase | null;
  readonly model: ModelVersion | null;
  readonly atMs: number;
  /** The line about the phase; `null` if the closing line is the only one. */
  readonly phaseMessage: string | null;
  readonly closingAtMs: number;
  /** The line that closes the attempt or begins the rollback. */
  readonly closingMessage: string;
}

/**
 * One planned attempt to deploy, update or start a service; its events are rendered from it.
 *
 * Compare with this what you derive from the feed.
 */
export interface PlannedAttempt {
  readonly kind: DeploymentKind;
  readonly startedAtMs: number;
  /**
   * Time of the closing line (or of the transition, if only the status reports it). `superseded`: its own last event.
   * `cancelled`: when the stop was requested.
   */
  readonly endedAtMs: number;
  readonly outcome: Outcome;
  readonly endedBy: EndedBy;
  readonly models: readonly ModelVersion[];
  /** By model, then in phase order; only phases that began. */
  readonly phases: readonly PlannedPhase[];
  /** `null` unless `failure` or `timed_out`. */
  readonly failure: PlannedFailure | null;
  /** The result of undoing a failed update; `null` if there was none. */
  readonly rollback: {
    readonly outcome: "rolled_back" | "rollback_failed";
    readonly endedAtMs: number;
  } | null;
  /** `null` unless `cancelled`: the time at which the platform reported the service as stopped. */
  readonly stoppedAtMs: number | null;
  readonly remarks: readonly PlannedRemark[];
}
