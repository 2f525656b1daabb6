import type { Phase } from "../vocabulary/phase.ts";
import type { FailureCause, Operation, Signal } from "../vocabulary/signal.ts";
import type { SourceKey } from "./sources.ts";

/**
 * One row of the classification table: the meaning of certain texts of the platform.
 *
 * @example
 * ({
 *   id: "pull-image-begin",
 *   signal: "begin",
 *   phase: "pull_image",
 *   says: { W7: "pulling model image", analogy: "pulling image" },
 * }) satisfies Rule;
 */
export type Rule = RuleText & About;

/** A phase, an operation, or both. `<operation>`: the operation that this slot holds. */
type About =
  | { readonly phase: Phase; readonly operation?: Operation }
  | { readonly phase?: never; readonly operation: Operation | "<operation>" };

interface RuleText {
  /** Kebab-case and stable, because answers contain it. */
  readonly id: string;
  readonly signal: Exclude<Signal, "unclassified">;
  /** Default cause; a cause found in `<error>` takes precedence. */
  readonly cause?: FailureCause;
  /**
   * The texts by source, without model label; case, brackets, full stops and spacing do not matter.
   *
   * - `<any>` matches any text, even an empty one.
   * - `<name>` matches one word that can be a name.
   * - `<operation>` matches the word of an operation, which becomes the classification's operation.
   * - `<error>` matches any text, even an empty one, which is searched for a cause.
   */
  readonly says: Says;
}

/** Texts by source. */
export type Says = { readonly [Source in SourceKey | "analogy"]?: string | readonly string[] };
