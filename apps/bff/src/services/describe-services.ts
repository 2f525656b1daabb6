import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import { presentSummary } from "@deploy-lens/api/deployments/present-deployment";
import { presentInstant, presentInstantOrNull } from "@deploy-lens/api/fields/present-instant";
import type { Service, Unread } from "@deploy-lens/api/services/services";
import type { ServiceSummary } from "@deploy-lens/core/event/service";
import type { ServiceHead } from "@deploy-lens/store/service-head";
import type { EventSources } from "../archive/feed-or-kept.ts";
import type { Caller } from "../cache/flight.ts";
import { etaOf } from "../deployments/eta.ts";
import { readHistory } from "../deployments/history.ts";
import { presentKept } from "../deployments/present-kept.ts";

/** What a service's entry needs of it, from whoever knows it. */
export type KnownService = Pick<
  ServiceSummary,
  "id" | "name" | "status" | "lastTransitionAtMs" | "progressPercent"
>;

/** A service's latest deployment, as its entry shows it, and a name for its content. */
export interface LatestDeployment {
  readonly summary: DeploymentSummary | null;
  readonly identity: unknown;
}

/**
 * A service's latest deployment. The table's, unless the service has moved since the table saw it, or is being deployed:
 * then its feed is read. So ten thousand idle services cost no call of their own.
 *
 * One that cannot be read must not hide the others: then it is the table's, or none.
 */
export async function latestDeployment(
  sources: EventSources,
  projectId: string,
  service: KnownService,
  head: ServiceHead | undefined,
  asOfMs: number,
  caller: Caller,
): Promise<LatestDeployment> {
  const latest = head?.latest ?? null;
  const kept = (): LatestDeployment => ({
    summary: latest === null ? null : presentKept(latest, asOfMs),
    identity: [head?.revision, latest?.outcome === null ? asOfMs : null],
  });
  if (head !== undefined && isSettled(service, head)) return kept();
  try {
    const ids = { projectId, serviceId: service.id };
    const { live, derived, source, identity } = await readHistory(sources, ids, caller);
    const [newest] = live;
    if (newest === undefined) return kept();
    const named = await etaOf(newest, derived, sources.archive, ids, source.asOfMs, caller);
    return { summary: presentSummary(newest, named.eta), identity: [identity, named.identity] };
  } catch {
    return kept();
  }
}

/** Whether the table has seen all that the service's own status tells of. */
function isSettled({ status, lastTransitionAtMs }: KnownService, { state, latest }: ServiceHead): boolean {
  if (state === null || latest === null || latest.outcome === null) return false;
  return state.status === status && state.transitionAtMs === lastTransitionAtMs;
}

/** A service as the table saw it last; `null` when it never did. */
export function keptService({ serviceId, state }: ServiceHead): KnownService | null {
  if (state === null) return null;
  const { name, status, transitionAtMs } = state;
  return { id: serviceId, name, status, lastTransitionAtMs: transitionAtMs, progressPercent: null };
}

/** A service as answers hold it. */
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
