import { SERVICE_COLUMNS } from "@deploy-lens/api/csv/list-csv";
import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import type { ServiceList } from "@deploy-lens/api/services/services";
import { ServicesRequest } from "@deploy-lens/api/services/services-query";
import type { ServiceHead } from "@deploy-lens/store/head";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import { asRows } from "../http/list-reply.ts";
import { readQuery } from "../http/read-query.ts";
import { jsonReply, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { projectInScope } from "../http/scope.ts";
import { pageOf } from "../paging/page.ts";
import { describeLatest, presentService } from "./describe-services.ts";
import { readDirectory } from "./directory.ts";
import { isServiceSelected, orderOf, positionBy, serviceSelectionKey } from "./select.ts";

export function servicesRoute(deps: RouteDeps): Handler {
  return async (c) => {
    const { projectId } = projectInScope(c);
    const { limit, cursor, ...selection } = readQuery(c, ServicesRequest);
    const caller = c.var.context;
    const list = serviceSelectionKey(projectId, selection);
    const directory = await readDirectory(deps.reads, deps.archive, projectId, caller);
    const { services, setAside, source, identity } = directory;
    const selected = services.filter((service) => isServiceSelected(service, selection));
    const page = pageOf(selected, {
      positionOf: positionBy(selection),
      keys: selection.sort === "lastTransitionAt" ? "times" : "texts",
      order: orderOf(selection),
      list,
      limit,
      cursor,
    });
    const ids = page.items.map(({ id }) => id);
    const heads = await headsOf(deps.archive, projectId, ids, caller);
    const latest = await Promise.all(
      page.items.map((service) =>
        describeLatest(deps, projectId, service, heads.get(service.id), source.asOfMs, caller),
      ),
    );
    const listed: ServiceList = {
      services: page.items.map((service, index) =>
        presentService(service, latest[index], heads.get(service.id)),
      ),
      page: { total: selected.length, nextCursor: page.nextCursor },
      ...(setAside > 0 ? { setAside } : {}),
      asOf: presentInstant(source.asOfMs),
    };
    const reply = jsonReply({
      content: [
        deps.version,
        ...[list, limit, cursor, identity],
        listed.services.map(({ unread }, index) => [latest[index]?.identity, unread]),
      ],
      source,
      vary: ["accept"],
      body: () => listed,
    });
    if (caller.mediaType === "application/json") return send(c, reply);
    const name = ["services", projectId];
    return send(
      c,
      asRows(c, reply, {
        items: listed.services,
        columns: SERVICE_COLUMNS,
        page: listed.page,
        setAside,
        name,
      }),
    );
  };
}

async function headsOf(
  archive: ArchiveReads | null,
  projectId: string,
  serviceIds: readonly string[],
  caller: Caller,
): Promise<ReadonlyMap<string, ServiceHead>> {
  if (archive === null || serviceIds.length === 0) return new Map();
  try {
    const { value } = await archive.heads(projectId, serviceIds, caller);
    return new Map(value.content.map((head) => [head.serviceId, head]));
  } catch {
    return new Map();
  }
}
