import type { ServiceStatus } from "@deploy-lens/core/vocabulary/status";
import { hexOf, uuidOf } from "../service/ids.ts";
import type { SimulatedService } from "../service/index.ts";
import { serviceNames } from "./names.ts";
import { versionName } from "./release.ts";

const DAY_MS = 86_400_000;

/** A service unchanged for longer than the retention of events: a name, a status, and no events. */
export function createIdleService(
  seed: string,
  projectId: string,
  index: number,
  startMs: number,
): SimulatedService {
  const digits = Number.parseInt(hexOf(seed, "idle", index).slice(0, 8), 16);
  // Between a month and a year before the history begins, so that no reader of recent events meets it.
  const sinceMs = startMs - (40 + (digits % 325)) * DAY_MS - (digits % DAY_MS);
  const names = serviceNames(index, 1);
  const status: ServiceStatus = digits % 10 < 7 ? "running" : "stopped";
  const models = names.models.map((name) => ({
    model: { name, version: versionName(digits % 40) },
    weight: 100,
  }));
  return {
    id: uuidOf(seed, "idle", index),
    projectId,
    name: `${names.service}-legacy`,
    description: "Untouched for a long time",
    keepsEvents: false,
    createdAtMs: sinceMs,
    events: () => [],
    transition: () => ({ atMs: sinceMs, status }),
    configuration: () => ({ sinceMs, models }),
    updates: () => [{ updatedAtMs: sinceMs, endedAtMs: sinceMs, succeeded: true, models }],
    attempts: () => [],
  };
}
