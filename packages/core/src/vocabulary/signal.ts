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
 * The subject of a text: a phase, an operation, or both where the platform ends both in one text (`Service xxx started.`
 * ends the last phase and the start).
 */
export type Subject =
  | { readonly phase: Phase; readonly operation: null }
  | { readonly phase: null; readonly operation: Operation }
  | { readonly phase: Phase; readonly operation: Operation };

/** The meaning of a text that a rule knows. */
export type KnownText = Subject & {
  readonly signal: Exclude<Signal, "unclassified">;
  /** `null` if the text is about the whole service. */
  readonly model: ModelVersion | null;
  /**
   * The cause of failures, retries and their consequences (a rollback's begin and success, a stop due to a lack of quota);
   * otherwise `null`.
   */
  readonly cause: FailureCause | null;
  /** The id of the rule that matched. */
  readonly rule: string;
  /** True if some public source shows this text (or its template); `false` for rules by analogy. */
  readonly attested: boolean;
};

/** A text that no rule knows: nothing is guessed about it. */
export interface UnknownText {
  readonly signal: "unclassified";
  readonly phase: null;
  readonly operation: null;
  readonly model: null;
  readonly cause: null;
  readonly rule: null;
  readonly attested: false;
}

/** The classification of one event's text. */
export type Classification = KnownText | UnknownText;
