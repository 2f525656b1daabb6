import { type DeploymentSummary, summarizeDeployment } from "./deployment-summary.ts";
import type { ServiceFacts } from "./service-facts.ts";
import { RECENT_STARTS, type ServiceHead, type ServiceState, updateFingerprint } from "./service-head.ts";
import type { ServiceStretch } from "./service-stretch.ts";

/**
 * Leaves of what was seen what the store may not know yet: every poll repeats the service's last transition and all its
 * update logs, however old, and reading their days again each time would be dear.
 */
export function unknownFacts(head: ServiceHead, facts: ServiceFacts): ServiceFacts {
  const { state, newestUpdate } = head;
  const fromMs = facts.events[0]?.occurredAtMs ?? Number.POSITIVE_INFINITY;
  return {
    events: facts.events,
    statuses: facts.statuses.filter(
      ({ status, transitionAtMs }) => status !== state?.status || transitionAtMs !== state.transitionAtMs,
    ),
    updates: facts.updates.filter((update) => {
      if (newestUpdate === null || update.updatedAtMs > newestUpdate.updatedAtMs) return true;
      if (update.updatedAtMs < newestUpdate.updatedAtMs) return update.updatedAtMs >= fromMs;
      return updateFingerprint(update) !== newestUpdate.fingerprint;
    }),
  };
}

/** Makes the head follow a stretch that was stored, and the service's state. */
export function advanceHead(
  head: ServiceHead,
  { stretch, state }: { readonly stretch: ServiceStretch | null; readonly state: ServiceState | null },
): ServiceHead {
  const stated = { ...head, state: laterState(head.state, state) };
  if (stretch === null) return stated;
  const { facts } = stretch;
  const newestEventMs = facts.events.at(-1)?.occurredAtMs ?? Number.NEGATIVE_INFINITY;
  const newestMs = Math.max(newestEventMs, head.newestEventAtMs ?? Number.NEGATIVE_INFINITY);
  return {
    ...stated,
    ...(stretch.toMs === Number.POSITIVE_INFINITY ? { latest: latestOf(head, stretch) } : {}),
    recentStartsMs: recentStarts(head, stretch),
    newestEventAtMs: newestMs === Number.NEGATIVE_INFINITY ? null : newestMs,
    newestUpdate: newestUpdateOf(head, facts),
  };
}

/** Of a stretch that reaches the end, the last deployment is the service's. */
function latestOf(head: ServiceHead, { fromMs, derived }: ServiceStretch): DeploymentSummary | null {
  const newest = derived.at(-1);
  if (newest !== undefined) return summarizeDeployment(newest.deployment);
  return head.latest !== null && head.latest.startedAtMs < fromMs ? head.latest : null;
}

function recentStarts(head: ServiceHead, { fromMs, toMs, derived }: ServiceStretch): readonly number[] {
  const outside = head.recentStartsMs.filter((startMs) => startMs < fromMs || startMs >= toMs);
  const starts = new Set([...outside, ...derived.map(({ deployment }) => deployment.startedAtMs)]);
  return [...starts].sort((a, b) => b - a).slice(0, RECENT_STARTS);
}

function newestUpdateOf(head: ServiceHead, facts: ServiceFacts): ServiceHead["newestUpdate"] {
  const update = facts.updates.at(-1);
  if (update === undefined) return head.newestUpdate;
  if (head.newestUpdate !== null && head.newestUpdate.updatedAtMs > update.updatedAtMs)
    return head.newestUpdate;
  return { updatedAtMs: update.updatedAtMs, fingerprint: updateFingerprint(update) };
}

/** A look at the service that is older than the one known says nothing. */
function laterState(known: ServiceState | null, seen: ServiceState | null): ServiceState | null {
  if (known === null || seen === null) return seen ?? known;
  const isOlder = (seen.transitionAtMs ?? known.transitionAtMs ?? 0) < (known.transitionAtMs ?? 0);
  return isOlder ? known : seen;
}
