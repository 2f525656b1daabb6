import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import { presentSummary } from "@deploy-lens/api/deployments/present-deployment";
import { presentInstant, presentInstantOrNull } from "@deploy-lens/api/fields/present-instant";
import type { Service, Unread } from "@deploy-lens/api/services/services";
import type { ServiceSummary } from "@deploy-lens/core/event/service";
import type { ServiceHead } from "@deploy-lens/store/head";
import type { EventSources } from "../archive/feed-or-stored.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import { etaOf } from "../deployments/eta.ts";
import { readHistory } from "../deployments/history.ts";
import { presentStored } from "../deployments/present-stored.ts";

export type KnownService = Pick<
  ServiceSummary,
  "id" | "name" | "status" | "lastTransitionAtMs" | "progressPercent"
>;

export interface LatestDeployment {
  readonly summary: DeploymentSummary | null;
  readonly identity: unknown;
}

/**
 * A service's latest deployment: the stored one, unless the service has changed since or is being deployed, in which
 * case its feed is read. Ten thousand idle services therefore cost no call of their own. If a feed cannot be read, the
 * stored deployment or none is shown, so that it does not hide the other services.
 */
export async function describeLatest(
  sources: EventSources,
  projectId: string,
  service: KnownService,
  head: ServiceHead | undefined,
  asOfMs: number,
  caller: Caller,
): Promise<LatestDeployment> {
  const latest = head?.latest ?? null;
  const stored = (): LatestDeployment => ({
    summary: latest === null ? null : presentStored(latest, asOfMs),
    identity: [head?.revision, latest?.outcome === null ? asOfMs : null],
  });
  if (head !== undefined && isSettled(service, head)) return stored();
  try {
    const ids = { projectId, serviceId: service.id };
    const { live, derived, source, identity } = await readHistory(sources, ids, caller);
    const [newest] = live;
    if (newest === undefined) return stored();
    const named = await etaOf(newest, derived, sources.archive, ids, source.asOfMs, caller);
    return { summary: presentSummary(newest, named.eta), identity: [identity, named.identity] };
  } catch {
    return stored();
  }
}

/** True if the table has seen everything that the service's status implies. */
function isSettled({ status, lastTransitionAtMs }: KnownService, { state, latest }: ServiceHead): boolean {
  if (state === null || latest === null || latest.outcome === null) return false;
  return state.status === status && state.transitionAtMs === lastTransitionAtMs;
}

/** A service as the table last saw it; `null` if it never did. */
export function storedService({ serviceId, state }: ServiceHead): KnownService | null {
  if (state === null) return null;
  const { name, status, transitionAtMs } = state;
  return { id: serviceId, name, status, lastTransitionAtMs: transitionAtMs, progressPercent: null };
}

export function presentService(
  service: KnownService,
  latest: LatestDeployment | undefined,
  head: ServiceHead | undefined,
): Service {
  return {
    id: service.id,
    name: service.name,
    status: service.status,
    lastTransitionAt: presentInstantOrNull(service.lastTransitionAtMs),
    progressPercent: service.progressPercent,
    latestDeployment: latest?.summary ?? null,
    unread: unreadOf(head),
  };
}

function unreadOf(head: ServiceHead | undefined): Unread | null {
  if (head === undefined || head.owed === null) return null;
  const { sinceMs, fromMs, cause } = head.owed;
  return { since: presentInstant(sinceMs), from: presentInstantOrNull(fromMs), cause };
}
