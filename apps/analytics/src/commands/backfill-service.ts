import type { UpstreamCallOptions } from "@deploy-lens/modelarts/call/options";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import { cutWindow, type EventsWindow } from "@deploy-lens/modelarts/paging/read-events";
import type { Log } from "@deploy-lens/observe/log";
import type { ServiceState } from "@deploy-lens/store/head";
import type { Store } from "@deploy-lens/store/store";
import { readAllEvents, readUpdateLogs } from "../derive/read-upstream.ts";

export interface BackfillDependencies {
  readonly upstream: Pick<ModelArtsClient, "readEvents" | "listUpdateLogs">;
  readonly store: Pick<Store, "ingest">;
  /** Time limit of one read of the upstream, ms. */
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly log: Log;
}

export interface BackfillInput {
  readonly projectId: string;
  readonly serviceId: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** The service's current state upstream, if known. */
  readonly state: ServiceState | null;
  readonly signal?: AbortSignal;
}

export interface BackfillReport {
  readonly events: number;
  readonly writes: number;
  /** Deployments added, changed or removed. */
  readonly deployments: number;
}

/** Events are read and stored in windows of this width, which bounds the memory and what an interruption loses. */
const WINDOW_MS = 7 * 86_400_000;

/**
 * Reads a past range of a service from the upstream again and stores what was missing.
 *
 * The store derives from stored and new events together, so a range that starts in the middle of a known deployment does
 * not split it. Safe to repeat, to interrupt, and to run alongside live traffic.
 */
export async function backfillService(
  deps: BackfillDependencies,
  input: BackfillInput,
): Promise<BackfillReport> {
  const { projectId, serviceId, signal } = input;
  const call = (): UpstreamCallOptions => ({ deadlineMs: deps.now() + deps.timeoutMs, signal });
  const updates = await readUpdateLogs(deps.upstream, input, call());
  const window: EventsWindow = { fromMs: input.fromMs, toMs: input.toMs, windowMs: WINDOW_MS };
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
