import type { ServiceRef } from "./keys.ts";
import { type Changes, NO_CHANGES, reconcile } from "./reconcile.ts";
import { retryStale } from "./retry.ts";
import type { Derive } from "./service-deployment.ts";
import { factTimes, mergeFacts, NO_FACTS, type ServiceFacts } from "./service-facts.ts";
import type { ServiceHead, ServiceState } from "./service-head.ts";
import { unknownFacts } from "./service-head-advance.ts";
import { moveHead, readHead } from "./service-head-store.ts";
import { deriveStretch } from "./service-stretch.ts";
import type { StoreContext } from "./store-context.ts";

/** What was seen of a service. */
export interface IngestInput extends ServiceRef {
  /** Any order, any duplicates, known ones too. Default: none. */
  readonly facts?: ServiceFacts;
  /** What the upstream says of the service now; its transition is kept as a fact, too. */
  readonly state?: ServiceState | null;
  readonly derive: Derive;
  /** As `readHead` gave it, to save a read. */
  readonly head?: ServiceHead;
}

/** What came of it. The changes are those of the last attempt: for a log line, not for a count. */
export interface IngestResult extends Changes {
  /** The service as it stands now. */
  readonly head: ServiceHead;
}

/**
 * Stores facts, derives what they change, and stores that: facts, deployments and rollups day by day, the service's head
 * last.
 *
 * Safe to repeat, to interrupt anywhere, and to run beside others on the same service. What is known already writes nothing.
 *
 * @throws ConflictError when others kept writing to the same days.
 * @throws RecordTooLargeError when a single event or deployment fits into no item.
 */
export function ingest(context: StoreContext, input: IngestInput): Promise<IngestResult> {
  const { table } = context;
  const state = normalState(input.state ?? null);
  const seen = mergeFacts([input.facts ?? NO_FACTS, transitionOf(state)]);
  return retryStale(context.retry, `Service ${input.serviceId}`, async (attempt) => {
    const before = (attempt === 0 ? input.head : undefined) ?? (await readHead(table, input));
    const facts = unknownFacts(before, seen);
    const times = factTimes(facts);
    if (times.length === 0) times.push(...settledTimes(before));
    const stretch =
      times.length === 0
        ? null
        : await deriveStretch(table, {
            service: input,
            facts,
            oldestMs: times.reduce((a, b) => Math.min(a, b)),
            newestMs: times.reduce((a, b) => Math.max(a, b)),
            likelyStartsMs: before.recentStartsMs,
            derive: input.derive,
          });
    const changes =
      stretch === null ? NO_CHANGES : await reconcile(context, { ...stretch, service: input, facts });
    const head = await moveHead(table, input, before, { stretch, state });
    return { ...changes, writes: changes.writes + (head === before ? 0 : 1), head };
  });
}

/** With nothing new, the last deployment is derived again: that completes what a crash left half done. */
function settledTimes({ recentStartsMs, newestEventAtMs }: ServiceHead): number[] {
  return [...recentStartsMs.slice(0, 1), newestEventAtMs].filter((atMs) => atMs !== null);
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
