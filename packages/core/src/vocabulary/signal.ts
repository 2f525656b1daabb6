import type { Phase } from "./phase.ts";

/**
 * The meaning of an event for its phase or operation.
 *
 * `retry` is an abnormal event after which the platform tries again by itself; `unclassified` is text that matches no rule.
 */
export const SIGNALS = ["begin", "success", "failure", "retry", "info", "unclassified"] as const;

export type Signal = (typeof SIGNALS)[number];

/** Operations on a service as a whole. The first three open a deployment. */
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

export type Operation = (typeof OPERATIONS)[number];

/** The operations whose begin opens a deployment; its `kind`. */
export const DEPLOYMENT_KINDS = ["deploy", "update", "start"] as const satisfies readonly Operation[];

export type DeploymentKind = (typeof DEPLOYMENT_KINDS)[number];

/** Causes of failure that the platform's texts mention. */
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

export type FailureCause = (typeof FAILURE_CAUSES)[number];

/** A model version as event labels name it: `[zcjtestTF 3.0.0]`. */
export interface ModelVersion {
  readonly name: string;
  readonly version: string;
}

/**
 * The classification of one event's text.
 *
 * Exactly one of three shapes: about a phase (`phase` set), about an operation (`operation` set), or about both where
 * the platform's text ends both (`Service xxx started.` ends `start_model` and the operation). An unclassified text has
 * neither, and `rule` is `null`.
 */
export interface Classification {
  readonly signal: Signal;
  readonly phase: Phase | null;
  readonly operation: Operation | null;
  /** `null` if the text is about the whole service. */
  readonly model: ModelVersion | null;
  /**
   * The cause of failures, retries and their consequences (a rollback's begin and success, a stop due to a lack of quota);
   * otherwise `null`.
   */
  readonly cause: FailureCause | null;
  /** The id of the rule that matched, or `null`. */
  readonly rule: string | null;
  /** Whether some public source shows this text (or its template); `false` for rules by analogy. */
  readonly attested: boolean;
}
