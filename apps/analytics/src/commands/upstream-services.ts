import type { ServiceSummary } from "@deploy-lens/core/event/service";
import { toServiceSummary } from "@deploy-lens/core/upstream/services";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import type { ServiceState } from "@deploy-lens/store/head";
import type { NamedService } from "./each-service.ts";
import type { CommonOptions } from "./options.ts";
import type { CommandProgress } from "./progress.ts";

export interface UpstreamService extends NamedService {
  readonly state: ServiceState;
}

export interface ListingOptions {
  readonly signal: AbortSignal;
  readonly progress: Pick<CommandProgress, "show">;
  readonly timeoutMs: number;
  readonly now: () => number;
}

export async function listUpstreamServices(
  upstream: Pick<ModelArtsClient, "readServices" | "getService">,
  { projectIds, serviceIds }: Pick<CommonOptions, "projectIds" | "serviceIds">,
  { signal, progress, timeoutMs, now }: ListingOptions,
): Promise<UpstreamService[]> {
  const call = () => ({ deadlineMs: now() + timeoutMs, signal });
  const found = new Map<string, UpstreamService>();
  const add = (projectId: string, { id, name, status, lastTransitionAtMs }: ServiceSummary) => {
    const state = { name, status, transitionAtMs: lastTransitionAtMs };
    found.set(`${projectId}/${id}`, { projectId, serviceId: id, state });
  };
  for (const projectId of projectIds) {
    for (const serviceId of serviceIds ?? []) {
      add(projectId, toServiceSummary((await upstream.getService(projectId, serviceId, call())).answer));
    }
    if (serviceIds !== null) continue;
    for await (const page of upstream.readServices(projectId, {}, call())) {
      for (const service of page) add(projectId, service);
      progress.show(`${found.size} services listed`);
    }
  }
  return [...found.values()];
}
