import type { ClassifiedEvent } from "@deploy-lens/core/classify/timeline";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import type { StoreContext } from "../day/context.ts";
import { type Derive, type StoredDeployment, UPDATE_LEAD_MS } from "../day/deployment.ts";
import { factTimes, mergeFacts, NO_FACTS, type ServiceFacts } from "../day/facts.ts";
import { deriveSpan, type ServiceSpan, type TimeSpan, withUpdates } from "../day/span.ts";
import type { Owed, ServiceHead, ServiceState } from "../head/index.ts";
import { moveHead, readHead, unknownFacts } from "../head/store.ts";
import type { TableClient } from "../table/client.ts";
import type { ServiceRef } from "../table/keys.ts";
import { retryStale } from "../table/retry.ts";
import { type Changes, NO_CHANGES, reconcile } from "./reconcile.ts";

/** Observations of a service to store. */
export interface IngestInput extends ServiceRef {
  /** Any order, any duplicates, known ones too. Default: none. */
  readonly facts?: ServiceFacts;
  /** The service's current state upstream; its transition is stored as a fact, too. */
  readonly state?: ServiceState | null;
  /** The sync that the service still owes, `null` for none; by default unchanged. */
  readonly owed?: Owed | null;
  /** The result of `readHead`, to save a read. */
  readonly head?: ServiceHead;
  /** Called once, with what was derived and the head's time: update logs are read only if they may add something. */
  readonly readUpdates?: (
    derived: readonly StoredDeployment[],
    head: ServiceHead,
  ) => Promise<readonly UpdateLogEntry[]>;
  /** Default: the rules of core. */
  readonly derive?: Derive;
}

/** The changes are those of the last attempt: suitable for a log line, not for a count. */
export interface IngestResult extends Changes {
  /** The service's head after the ingest. */
  readonly head: ServiceHead;
  /** The events newer than any stored before, with their classification. */
  readonly news: readonly ClassifiedEvent[];
}

/**
 * Stores facts, derives what they change, and stores that: facts, deployments and rollups day by day, the service's
 * head last.
 *
 * Safe to repeat, to interrupt anywhere, and to run concurrently on the same service. Known facts write nothing.
 *
 * @throws ConflictError if others kept writing to the same days.
 * @throws RecordTooLargeError if a single event or deployment does not fit into an item.
 */
export function ingest(context: StoreContext, input: IngestInput): Promise<IngestResult> {
  const { table } = context;
  const state = normalState(input.state ?? null);
  let seen = mergeFacts([input.facts ?? NO_FACTS, transitionOf(state)]);
  let { readUpdates = null } = input;
  return retryStale(context.retry, `Service ${input.serviceId}`, async (attempt) => {
    const before = (attempt === 0 ? input.head : undefined) ?? (await readHead(table, input));
    let span = await derived(table, input, before, seen);
    if (span !== null && readUpdates !== null) {
      const updates = await readUpdates(span.derived, before);
      readUpdates = null;
      seen = mergeFacts([seen, { ...NO_FACTS, updates }]);
      const news = unknownFacts(before, { ...NO_FACTS, updates: seen.updates }).updates;
      span =
        withUpdates(span, news, earlierStartMs(before, span)) ?? (await derived(table, input, before, seen));
    }
    const facts = unknownFacts(before, seen);
    const changes = span === null ? NO_CHANGES : await reconcile(context, { ...span, service: input, facts });
    const head = await moveHead(table, input, before, { span, state, seen, owed: input.owed });
    const news = (span?.events ?? []).filter(
      ({ event }) => event.occurredAtMs > (before.newestEventAtMs ?? Number.NEGATIVE_INFINITY),
    );
    return { ...changes, writes: changes.writes + (head === before ? 0 : 1), head, news };
  });
}

/** Derives what may have changed; `null` if there is nothing to derive from. */
async function derived(
  table: TableClient,
  input: IngestInput,
  head: ServiceHead,
  seen: ServiceFacts,
): Promise<ServiceSpan | null> {
  const facts = unknownFacts(head, seen);
  const span = spanOf(facts) ?? settledSpan(head);
  if (span === null) return null;
  const likelyStartsMs = head.recentStartsMs;
  return deriveSpan(table, { ...span, service: input, facts, likelyStartsMs, derive: input.derive });
}

/** Start of the deployment before a span: minus infinity if there is none, infinity if the head does not know it. */
function earlierStartMs({ recentStartsMs }: ServiceHead, { fromMs, fromPrelude }: ServiceSpan): number {
  if (fromPrelude) return Number.NEGATIVE_INFINITY;
  return recentStartsMs.find((startMs) => startMs < fromMs) ?? Number.POSITIVE_INFINITY;
}

/** The span of time in which facts may change something. */
function spanOf(facts: ServiceFacts): TimeSpan | null {
  const times = factTimes(facts);
  if (times.length === 0) return null;
  for (const { updatedAtMs } of facts.updates)
    times.push(updatedAtMs - UPDATE_LEAD_MS, updatedAtMs + UPDATE_LEAD_MS);
  return {
    oldestMs: times.reduce((a, b) => Math.min(a, b)),
    newestMs: times.reduce((a, b) => Math.max(a, b)),
  };
}

/** With nothing new, derives the last deployment again, which completes the work of a crashed ingest. */
function settledSpan({ recentStartsMs: [latestMs], newestEventAtMs }: ServiceHead): TimeSpan | null {
  const atMs = latestMs === undefined ? newestEventAtMs : latestMs + 1;
  return atMs === null ? null : { oldestMs: atMs, newestMs: Math.max(newestEventAtMs ?? atMs, atMs) };
}

function transitionOf(state: ServiceState | null): ServiceFacts {
  if (state === null || state.transitionAtMs === null) return NO_FACTS;
  return { ...NO_FACTS, statuses: [{ status: state.status, transitionAtMs: state.transitionAtMs }] };
}

/** The same fields in the same order, so that equal states are equal texts. */
function normalState(state: ServiceState | null): ServiceState | null {
  return state === null
    ? null
    : { name: state.name, status: state.status, transitionAtMs: state.transitionAtMs };
}
