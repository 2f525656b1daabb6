import type { ServiceSummary } from "@deploy-lens/core/event/service";
import { toServiceSummary, toStatusObservation } from "@deploy-lens/core/upstream/services";
import type { ServiceStatusObservation } from "@deploy-lens/core/vocabulary/status";
import { identityOf } from "../cache/identity.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import type { ServiceIds, Upstream } from "./upstream.ts";

export interface UpstreamServiceState {
  readonly summary: ServiceSummary;
  /** `null` if the upstream does not report the time. */
  readonly status: ServiceStatusObservation | null;
  readonly identity: string;
}

export async function readService(
  upstream: Upstream,
  { projectId, serviceId }: ServiceIds,
  caller: Caller,
): Promise<UpstreamServiceState> {
  const { answer } = await upstream.getService(projectId, serviceId, caller);
  const summary = toServiceSummary(answer);
  return { summary, status: toStatusObservation(answer), identity: identityOf(stateOf(summary)) };
}

export interface ServiceDirectory {
  readonly services: readonly ServiceSummary[];
  /** Rows of the upstream's list that are not valid services. */
  readonly setAside: number;
  readonly identity: string;
}

/** Reads all services of a project. If one changes during the read, its last version wins. */
export async function readServices(
  upstream: Upstream,
  projectId: string,
  caller: Caller,
): Promise<ServiceDirectory> {
  const byId = new Map<string, ServiceSummary>();
  const reading = upstream.readServices(projectId, {}, caller);
  let next = await reading.next();
  for (; !next.done; next = await reading.next()) {
    for (const service of next.value) byId.set(service.id, service);
  }
  const { setAside } = next.value;
  const services = [...byId.values()];
  return { services, setAside, identity: identityOf(services.map(stateOf), setAside) };
}

function stateOf({ id, name, status, lastTransitionAtMs, progressPercent }: ServiceSummary) {
  return [id, name, status, lastTransitionAtMs, progressPercent];
}
