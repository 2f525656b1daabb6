import { presentInstant } from "@deploy-lens/api/present-instant";
import { jsonReply, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { serviceInScope } from "../http/scope.ts";
import { listEvents } from "./list-events.ts";
import { readEventsQuery } from "./read-events-query.ts";

/** `GET …/services/{serviceId}/events` */
export function eventsRoute(deps: RouteDeps): Handler {
  return async (c) => {
    const ids = serviceInScope(c);
    const { limit, cursor, ...selection } = readEventsQuery(new URL(c.req.url).searchParams);
    const page = await listEvents(deps, { ids, selection, limit, cursor }, c.var.context);
    const { source } = page;
    const reply = jsonReply({
      content: [deps.version, page.serviceName, page.identity],
      source,
      vary: ["accept"],
      body: () => ({
        service: { id: ids.serviceId, name: page.serviceName },
        events: page.events.map(({ answer }) => answer),
        page: { total: page.total, nextCursor: page.nextCursor },
        asOf: presentInstant(source.asOfMs),
      }),
    });
    if (c.var.context.mediaType === "application/json") return send(c, reply);
    const { eventRows } = await import("./event-rows.ts");
    return send(c, eventRows(c, reply, page, selection));
  };
}
