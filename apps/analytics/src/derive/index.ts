import { classify } from "@deploy-lens/core/classify";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import type { CallOptions } from "@deploy-lens/modelarts/call-scope";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import { UpstreamNotFoundError } from "@deploy-lens/modelarts/errors";
import type { EventsWindow } from "@deploy-lens/modelarts/read-events";
import { fetchFromMs, type ServiceHead } from "@deploy-lens/store/service-head";
import type { Store } from "@deploy-lens/store/store";
import type { Log } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { ServiceMessage } from "../queue/service-message.ts";
import { derivationOf } from "./derivation.ts";
import { readAllEvents } from "./read-all-events.ts";
import { areUpdateLogsDue, readUpdateLogs } from "./update-logs.ts";

/** What derivation works with. */
export interface DeriveDependencies {
  readonly upstream: Pick<ModelArtsClient, "readEvents" | "listUpdateLogs">;
  readonly store: Pick<Store, "readHead" | "ingest">;
  readonly now: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The times that derivation goes by, ms. */
export interface DeriveTiming {
  /** Events younger than this are left for the next look: the upstream may still be writing them. */
  readonly settleMs: number;
  /** How far before the latest deployment events are asked for again: some come late. */
  readonly overlapMs: number;
}

/** What derivation does unless told otherwise. */
export const DERIVE_TIMING: DeriveTiming = { settleMs: 2_000, overlapMs: 600_000 };

/** How to look at one service; deadline and signal bound what is asked of the upstream. */
export interface DeriveOptions extends CallOptions {
  readonly timing?: Partial<DeriveTiming> | undefined;
}

/** What a look at one service came to. */
export interface DeriveReport {
  readonly eventsRead: number;
  /** Items that were put; 0: nothing was new. */
  readonly writes: number;
  /** Deployments that are new, came out differently, or are gone. */
  readonly deployments: number;
}

/** "Service {name} does not exist." Other 404s mean that we ask in the wrong place. */
const SERVICE_GONE = "ModelArts.3502";

/** How many texts that no rule knows one line of the log quotes, and how much of each. */
const QUOTED_TEXTS = 5;
const QUOTED_LENGTH = 200;

/**
 * Looks at one service: reads what is new of it, and has the store keep it and everything that follows.
 *
 * Reads a closed window, from the start of the latest deployment on, so that none is cut in half; of a service that was never
 * seen, from the oldest event that the upstream keeps, about a month. Safe to repeat and to run beside itself.
 */
export async function deriveService(
  deps: DeriveDependencies,
  message: ServiceMessage,
  options: DeriveOptions = {},
): Promise<DeriveReport> {
  const { store, now, metrics } = deps;
  const { projectId, serviceId, state } = message;
  const { settleMs, overlapMs } = { ...DERIVE_TIMING, ...options.timing };

  const head = await store.readHead({ projectId, serviceId });
  const window = { fromMs: fetchFromMs(head, overlapMs), toMs: now() - settleMs };
  const events = await eventsOf(deps, message, window, options);
  const statuses =
    state === null || state.transitionAtMs === null
      ? []
      : [{ status: state.status, transitionAtMs: state.transitionAtMs }];
  const updates = areUpdateLogsDue(head, { serviceId, events, statuses }, now())
    ? await updatesOf(deps, message, options)
    : [];

  const facts = { events, statuses, updates };
  const derive = derivationOf(serviceId);
  const stored = await store.ingest({ projectId, serviceId, facts, state, derive, head });
  const deployments = stored.added.length + stored.changed.length + stored.removed.length;
  metrics.add("EventsRead", events.length);
  metrics.add("DeploymentsWritten", deployments);
  tellNews(deps, message, head, events);
  return { eventsRead: events.length, writes: stored.writes, deployments };
}

/** A service that was deleted has no events; what discovery saw of it is kept all the same. */
async function eventsOf(
  deps: DeriveDependencies,
  { projectId, serviceId }: ServiceMessage,
  window: EventsWindow,
  call: CallOptions,
): Promise<ServiceEvent[]> {
  try {
    return await readAllEvents(deps, { projectId, serviceId }, window, call);
  } catch (error) {
    if (!(error instanceof UpstreamNotFoundError && error.code === SERVICE_GONE)) throw error;
    deps.log.info("the service does not exist any more", { projectId, serviceId });
    return [];
  }
}

/** Configurations are an extra: without leave to read them, or while they fail, deployments are derived all the same. */
async function updatesOf(
  { upstream, log }: DeriveDependencies,
  { projectId, serviceId }: ServiceMessage,
  { deadlineMs, signal }: CallOptions,
): Promise<UpdateLogEntry[]> {
  try {
    return await readUpdateLogs(upstream, { projectId, serviceId }, { deadlineMs, signal });
  } catch (error) {
    log.warn("update logs cannot be read", { projectId, serviceId, error });
    return [];
  }
}

/** Reports what is newer than everything that was stored before: how late it is, and what of it nobody understands. */
function tellNews(
  { now, log, metrics }: DeriveDependencies,
  { projectId, serviceId }: ServiceMessage,
  { newestEventAtMs }: ServiceHead,
  events: readonly ServiceEvent[],
): void {
  const news = events.filter(
    ({ occurredAtMs }) => occurredAtMs > (newestEventAtMs ?? Number.NEGATIVE_INFINITY),
  );
  const newest = news.at(-1);
  if (newest === undefined) return;
  // The first look brings a month of history, which says nothing of how fast we are.
  if (newestEventAtMs !== null) metrics.add("IngestDelay", Math.max(0, now() - newest.occurredAtMs));
  const unknown = news.filter(({ message }) => classify(message).signal === "unclassified");
  if (unknown.length === 0) return;
  metrics.add("EventsUnclassified", unknown.length);
  const texts = new Set(unknown.map(({ message }) => message.slice(0, QUOTED_LENGTH)));
  log.info("events with texts that no rule knows", {
    projectId,
    serviceId,
    count: unknown.length,
    texts: [...texts].slice(0, QUOTED_TEXTS),
  });
}
