import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import { fingerprint } from "@deploy-lens/core/text/fingerprint";
import { type StoredDeployment, UPDATE_LEAD_MS } from "../day/deployment.ts";
import { countFacts, factsWhere, type ServiceFacts } from "../day/facts.ts";
import { newestStartedBy } from "../day/read.ts";
import type { ServiceSpan } from "../day/span.ts";
import type { TableClient, TableReader } from "../table/client.ts";
import { headKey, type ServiceRef } from "../table/keys.ts";
import { StaleReadError } from "../table/retry.ts";
import {
  decodeHead,
  encodeHead,
  type KnownUpdates,
  newServiceHead,
  type Owed,
  type Prelude,
  RECENT_STARTS,
  type Rederived,
  type ServiceHead,
  type ServiceState,
  summarizeDeployment,
} from "./index.ts";

/**
 * Filters out known observations: every sync repeats the service's last transition and all its update logs, however
 * old, and reading their days again each time would be expensive.
 */
export function unknownFacts(head: ServiceHead, seen: ServiceFacts): ServiceFacts {
  const { state, knownUpdates } = head;
  const isKnown = knownUpdates !== null && sameUpdates(knownUpdates, seen.updates);
  return {
    events: seen.events,
    statuses: seen.statuses.filter(
      ({ status, transitionAtMs }) => status !== state?.status || transitionAtMs !== state.transitionAtMs,
    ),
    updates: seen.updates.filter(
      (update) => !isKnown || !hasEnded(update) || update.updatedAtMs > knownUpdates.throughMs,
    ),
  };
}

/** Inputs of moving a head. */
export interface Seen {
  /** The stored span; `null` if there was nothing to derive. */
  readonly span: ServiceSpan | null;
  readonly state: ServiceState | null;
  /** All observations, known or new; they are stored by now. */
  readonly seen: ServiceFacts;
  /** The owed sync; `undefined`: unchanged. */
  readonly owed?: Owed | null | undefined;
  /** Progress of deriving the history again; `undefined`: unchanged. */
  readonly rederived?: Rederived | undefined;
}

/** Moves the head over a stored span and the service's state. */
export function advanceHead(
  head: ServiceHead,
  { span, state, seen, owed = head.owed, rederived }: Seen,
): ServiceHead {
  const stated = { ...head, state: laterState(head.state, state), owed, ...rulesOf(head, rederived) };
  if (span === null) return stated;
  const { facts } = span;
  const newestEventMs = facts.events.at(-1)?.occurredAtMs ?? Number.NEGATIVE_INFINITY;
  const newestMs = Math.max(newestEventMs, head.newestEventAtMs ?? Number.NEGATIVE_INFINITY);
  return {
    ...stated,
    ...(span.toMs === Number.POSITIVE_INFINITY ? latestOf(head, span) : {}),
    prelude: preludeOf(head, span, seen),
    recentStartsMs: recentStarts(head, span),
    newestEventAtMs: newestMs === Number.NEGATIVE_INFINITY ? null : newestMs,
    knownUpdates: knownUpdatesOf(seen.updates) ?? head.knownUpdates,
  };
}

function rulesOf(
  { derivedBy, rederived }: ServiceHead,
  next: Rederived | undefined,
): Pick<ServiceHead, "derivedBy" | "rederived"> {
  if (next === undefined || derivedBy >= next.by) return { derivedBy, rederived };
  const isDone = next.throughMs === Number.POSITIVE_INFINITY;
  return isDone ? { derivedBy: next.by, rederived: null } : { derivedBy, rederived: next };
}

/** If a span reaches the end, its last deployment is the service's latest. */
function latestOf(
  head: ServiceHead,
  { fromMs, derived }: ServiceSpan,
): Pick<ServiceHead, "latest" | "latestEvidence"> {
  const newest = derived.at(-1);
  if (newest !== undefined) return headOf(newest);
  if (head.latest === null || head.latest.startedAtMs >= fromMs) return headOf(null);
  return { latest: head.latest, latestEvidence: head.latestEvidence };
}

/** A deployment as a head stores it. */
export function headOf(deployment: StoredDeployment | null): Pick<ServiceHead, "latest" | "latestEvidence"> {
  if (deployment === null) return { latest: null, latestEvidence: null };
  return { latest: summarizeDeployment(deployment.deployment), latestEvidence: deployment.evidence };
}

function preludeOf(head: ServiceHead, span: ServiceSpan, seen: ServiceFacts): Prelude {
  if (!span.fromPrelude) return head.prelude;
  const nextMs = span.toMs === Number.POSITIVE_INFINITY ? null : span.toMs;
  const endsAtMs = span.derived[0]?.deployment.startedAtMs ?? nextMs;
  const older = factsWhere(seen, (atMs) => endsAtMs === null || atMs < endsAtMs + UPDATE_LEAD_MS);
  if (countFacts(older) === 0) return { ...head.prelude, endsAtMs };
  return { endsAtMs, fingerprint: fingerprint(JSON.stringify(older)) };
}

function recentStarts(head: ServiceHead, { fromMs, toMs, derived }: ServiceSpan): readonly number[] {
  const outside = head.recentStartsMs.filter((startMs) => startMs < fromMs || startMs >= toMs);
  const starts = new Set([...outside, ...derived.map(({ deployment }) => deployment.startedAtMs)]);
  return [...starts].sort((a, b) => b - a).slice(0, RECENT_STARTS);
}

function knownUpdatesOf(updates: readonly UpdateLogEntry[]): KnownUpdates | null {
  const ended = updates.filter(hasEnded);
  const newest = ended.at(-1);
  if (newest === undefined) return null;
  return { throughMs: newest.updatedAtMs, fingerprint: fingerprint(JSON.stringify(ended)) };
}

function sameUpdates(known: KnownUpdates, updates: readonly UpdateLogEntry[]): boolean {
  const before = updates.filter(({ updatedAtMs }) => updatedAtMs <= known.throughMs);
  return knownUpdatesOf(before)?.fingerprint === known.fingerprint;
}

/** A running update is not final: its result is still to come. */
function hasEnded({ result }: UpdateLogEntry): boolean {
  return result !== "running";
}

/** An observation that is older than the known state is ignored. */
function laterState(known: ServiceState | null, seen: ServiceState | null): ServiceState | null {
  if (known === null || seen === null) return seen ?? known;
  const isOlder = (seen.transitionAtMs ?? known.transitionAtMs ?? 0) < (known.transitionAtMs ?? 0);
  return isOlder ? known : seen;
}

/** Reads a service's head, strongly consistent; an empty one if the service is not in the table yet. */
export async function readHead(table: TableReader, service: ServiceRef): Promise<ServiceHead> {
  const item = await table.get(headKey(service));
  return item === null ? newServiceHead(service.serviceId) : decodeHead(item);
}

/**
 * Moves a service's head over a span that was stored; a head that would not change is not written.
 *
 * @throws StaleReadError if another writer moved it meanwhile.
 */
export async function moveHead(
  table: TableClient,
  service: ServiceRef,
  before: ServiceHead,
  seen: Seen,
): Promise<ServiceHead> {
  let after = advanceHead(before, seen);
  if (after.latest === null && before.latest !== null && seen.span !== null) {
    // The latest deployment is gone; the one before it, if any, is outside of what was read.
    const found = await newestStartedBy(table, service, seen.span.fromMs - 1);
    after = { ...after, ...headOf(found) };
  }
  if (JSON.stringify(after) === JSON.stringify(before)) return before;
  const head = { ...after, revision: before.revision + 1 };
  if (!(await table.put(encodeHead(service, head), head.revision))) {
    throw new StaleReadError("Another writer changed the service's head");
  }
  return head;
}
