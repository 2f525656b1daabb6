import type { Phase } from "./phase.ts";

/**
 * What an event means for its phase or operation.
 *
 * `retry` is an abnormal event after which the platform tries again by itself; `unclassified` is text that no rule knows.
 */
export const SIGNALS = ["begin", "success", "failure", "retry", "info", "unclassified"] as const;

/** One of {@link SIGNALS}. */
export type Signal = (typeof SIGNALS)[number];

/** What is done to a service as a whole. The first three open a deployment. */
export const OPERATIONS = [
  "deploy",
  "update",
  "start",
  "stop",
  "auto_stop",
  "rollback",
  "delete",
  "batch_run",
  "instances",
  "licence",
] as const;

/** One of {@link OPERATIONS}. */
export type Operation = (typeof OPERATIONS)[number];

/** The operations whose begin opens a deployment; its `kind`. */
export const DEPLOYMENT_KINDS = ["deploy", "update", "start"] as const satisfies readonly Operation[];

/** One of {@link DEPLOYMENT_KINDS}. */
export type DeploymentKind = (typeof DEPLOYMENT_KINDS)[number];

/** Why something failed, as far as the platform's text says. */
export const FAILURE_CAUSES = [
  "insufficient_resources",
  "disk_pressure",
  "image_build",
  "image_pull",
  "model_start",
  "timeout",
  "quota",
  "licence",
  "credential",
  "storage",
  "rollback_failed",
  "unknown",
] as const;

/** One of {@link FAILURE_CAUSES}. */
export type FailureCause = (typeof FAILURE_CAUSES)[number];

/** A model version as event labels name it: `[zcjtestTF 3.0.0]`. */
export interface ModelVersion {
  readonly name: string;
  readonly version: string;
}

/**
 * What classification makes of one event's text.
 *
 * Exactly one of three shapes: about a phase (`phase` set), about an operation (`operation` set), or about both where
 * the platform's text ends both (`Service xxx started.` ends `start_model` and the operation). An unclassified text has
 * neither, and `rule` is `null`.
 */
export interface Classification {
  readonly signal: Signal;
  readonly phase: Phase | null;
  readonly operation: Operation | null;
  /** `null` when the text speaks of the whole service. */
  readonly model: ModelVersion | null;
  /**
   * Why, for failures and retries, and for what a failure brought about (a rollback's begin and success, a stop for want
   * of quota); otherwise `null`.
   */
  readonly cause: FailureCause | null;
  /** The id of the rule that fired, `null` when none did. */
  readonly rule: string | null;
  /** Whether some public source shows this text (or its template); `false` for rules by analogy. */
  readonly attested: boolean;
}
