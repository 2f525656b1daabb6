import type { CallOptions } from "@deploy-lens/modelarts/call/scope";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import { cutWindow, type EventsWindow } from "@deploy-lens/modelarts/paging/read-events";
import type { Log } from "@deploy-lens/observe/log";
import type { ServiceState } from "@deploy-lens/store/service-head";
import type { Store } from "@deploy-lens/store/store";
import { readAllEvents } from "../derive/read-all-events.ts";
import { readUpdateLogs } from "../derive/update-logs.ts";

/** What a backfill works with. */
export interface BackfillDependencies {
  readonly upstream: Pick<ModelArtsClient, "readEvents" | "listUpdateLogs">;
  readonly store: Pick<Store, "ingest">;
  /** How long one reading of the upstream may take, ms. */
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly log: Log;
}

/** Which past of which service. */
export interface BackfillInput {
  readonly projectId: string;
  readonly serviceId: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** What the upstream says of the service now, when known. */
  readonly state: ServiceState | null;
  readonly signal?: AbortSignal;
}

/** What it came to. */
export interface BackfillReport {
  readonly events: number;
  readonly writes: number;
  /** Deployments that are new, came out differently, or are gone. */
  readonly deployments: number;
}

/** Read and stored at once: bounds the memory, and loses no more than this when interrupted. */
const STRETCH_MS = 7 * 86_400_000;

/**
 * Reads a past window of a service from the upstream again, and has the store keep what it did not know.
 *
 * The store derives from the archive and the window together, so a window that begins in the midst of a deployment whose
 * beginning is known cuts nothing in half. Safe to repeat, to interrupt, and to run beside live traffic.
 */
export async function backfillService(
  deps: BackfillDependencies,
  input: BackfillInput,
): Promise<BackfillReport> {
  const { projectId, serviceId, signal } = input;
  const call = (): CallOptions => ({ deadlineMs: deps.now() + deps.timeoutMs, signal });
  const updates = await readUpdateLogs(deps.upstream, input, call());
  const window: EventsWindow = { fromMs: input.fromMs, toMs: input.toMs, windowMs: STRETCH_MS };
  let report: BackfillReport = { events: 0, writes: 0, deployments: 0 };
  for (const [fromMs, toMs] of cutWindow(window)) {
    const events = await readAllEvents(deps, { projectId, serviceId }, { fromMs, toMs }, call());
    const facts = { events, statuses: [], updates };
    const stored = await deps.store.ingest({ projectId, serviceId, facts, state: input.state });
    report = {
      events: report.events + events.length,
      writes: report.writes + stored.writes,
      deployments: report.deployments + stored.added.length + stored.changed.length + stored.removed.length,
    };
  }
  return report;
}
