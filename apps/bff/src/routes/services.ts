import { presentSummary } from "@deploy-lens/api/present-deployment";
import { presentInstant, presentInstantOrNull } from "@deploy-lens/api/present-instant";
import { ServicesQuery } from "@deploy-lens/api/services-query";
import type { ServiceSummary } from "@deploy-lens/core/wire-services";
import type { Caller } from "../cache/flight.ts";
import type { Read } from "../cache/read-through.ts";
import { type LiveDeployments, liveDeployments } from "../deployments/live.ts";
import { readQuery } from "../http/input.ts";
import { send } from "../http/reply.ts";
import { pageOf } from "../paging/page.ts";
import { isSelected, orderOf, positionBy, selectionKey } from "../services/select.ts";
import type { UpstreamReads } from "../upstream/reads.ts";
import { sourceOf } from "../upstream/source.ts";
import { jsonReply } from "./json-reply.ts";
import type { Handler, RouteDeps } from "./route-deps.ts";
import { projectInScope } from "./scope.ts";

/** `GET …/services` */
export function servicesRoute({ reads, version }: RouteDeps): Handler {
  return async (c) => {
    const { projectId } = projectInScope(c);
    const { limit, cursor, ...selection } = readQuery(c, ServicesQuery);
    const directory = await reads.services(projectId, c.var.exchange);
    const list = selectionKey(projectId, selection);
    const selected = directory.value.services.filter((service) => isSelected(service, selection));
    const order = orderOf(selection);
    const page = pageOf(selected, { positionOf: positionBy(selection), order, list, limit, cursor });
    const latest = await Promise.all(
      page.items.map((service) =>
        latestOf(reads, { ...directory, value: service }, projectId, c.var.exchange),
      ),
    );
    const source = sourceOf(directory);
    return send(
      c,
      jsonReply({
        content: [version, list, limit, cursor, directory.value.identity, latest.map((one) => one?.identity)],
        source,
        body: () => ({
          services: page.items.map((service, index) => presentService(service, latest[index])),
          page: { total: selected.length, nextCursor: page.nextCursor },
          asOf: presentInstant(source.asOfMs),
        }),
      }),
    );
  };
}

/** One service that cannot be read must not hide the others. */
async function latestOf(
  reads: UpstreamReads,
  service: Read<ServiceSummary>,
  projectId: string,
  caller: Caller,
): Promise<LiveDeployments | null> {
  const { id: serviceId, status, lastTransitionAtMs } = service.value;
  try {
    const feed = await reads.feed({ projectId, serviceId }, caller);
    const observation = lastTransitionAtMs === null ? null : { status, transitionAtMs: lastTransitionAtMs };
    return liveDeployments(serviceId, feed.value, observation, sourceOf(feed, service));
  } catch {
    return null;
  }
}

/** A service as answers hold it. */
function presentService(service: ServiceSummary, live: LiveDeployments | null | undefined) {
  const latest = live?.deployments[0];
  return {
    id: service.id,
    name: service.name,
    status: service.status,
    lastTransitionAt: presentInstantOrNull(service.lastTransitionAtMs),
    latestDeployment: latest === undefined ? null : presentSummary(latest),
  };
}
