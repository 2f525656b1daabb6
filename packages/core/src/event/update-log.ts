import type { ConfiguredModel } from "./configuration.ts";

/** How an update ended; a word that nobody knows is `unknown`. */
export type UpdateResult = "success" | "failure" | "running" | "unknown";

/** One update of a service: when, how it ended, and the configuration that it set. */
export interface UpdateLogEntry {
  readonly updatedAtMs: number;
  readonly result: UpdateResult;
  readonly models: readonly ConfiguredModel[];
}
