import type { Phase } from "../vocabulary/phase.ts";
import type { FailureCause, Operation, Signal } from "../vocabulary/signal.ts";
import type { SourceKey } from "./sources.ts";

/**
 * One row of the classification table: what certain texts of the platform mean.
 *
 * @example
 * ({
 *   id: "pull-image-begin",
 *   signal: "begin",
 *   phase: "pull_image",
 *   says: { W7: "pulling model image", analogy: "pulling image" },
 * }) satisfies Rule;
 */
export interface Rule {
  /** Kebab-case, stable: answers name it. */
  readonly id: string;
  readonly signal: Exclude<Signal, "unclassified">;
  readonly phase?: Phase;
  readonly operation?: Operation;
  /** For texts that do not say why by themselves; what `<error>` captures goes before it. */
  readonly cause?: FailureCause;
  /**
   * The texts by source, without model label; case, brackets, full stops and spacing do not matter.
   *
   * - `<any>` stands for any text, even none.
   * - `<name>` stands for one word that can be a name.
   * - `<operation>` stands for the word of an operation, which becomes the classification's operation.
   * - `<error>` stands for any text, even none, and is searched for a cause.
   */
  readonly says: Says;
}

/** Texts by where they were seen. */
export type Says = { readonly [Source in SourceKey | "analogy"]?: string | readonly string[] };
