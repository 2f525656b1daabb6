import type { ConfiguredModel } from "./configuration.ts";

/** The result of an update; an unrecognised word becomes `unknown`. */
export type UpdateResult = "success" | "failure" | "running" | "unknown";

/** One update of a service: its time, its result, and the configuration that it set. */
export interface UpdateLogEntry {
  readonly updatedAtMs: number;
  readonly result: UpdateResult;
  readonly models: readonly ConfiguredModel[];
}
