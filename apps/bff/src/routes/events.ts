import { EventsQuery } from "@deploy-lens/api/events-query";
import { presentEvent } from "@deploy-lens/api/present-event";
import { presentInstant } from "@deploy-lens/api/present-instant";
import { positionOf } from "../events/listed-event.ts";
import { isSelected, selectionKey } from "../events/select.ts";
import { readQuery } from "../http/input.ts";
import { send } from "../http/reply.ts";
import { pageOf } from "../paging/page.ts";
import { sourceOf } from "../upstream/source.ts";
import { jsonReply } from "./json-reply.ts";
import type { Handler, RouteDeps } from "./route-deps.ts";
import { serviceInScope } from "./scope.ts";

/** `GET …/services/{serviceId}/events` */
export function eventsRoute({ reads, version }: RouteDeps): Handler {
  return async (c) => {
    const ids = serviceInScope(c);
    const { limit, cursor, ...selection } = readQuery(c, EventsQuery);
    const list = selectionKey(ids.serviceId, selection);
    const feed = await reads.feed(ids, c.var.exchange);
    const source = sourceOf(feed);
    return send(
      c,
      jsonReply({
        content: [version, list, limit, cursor, feed.value.identity],
        source,
        body: () => {
          const selected = feed.value.listed().filter((one) => isSelected(one, selection));
          const { order } = selection;
          const page = pageOf(selected, { positionOf, order, list, limit, cursor });
          return {
            service: { id: ids.serviceId, name: feed.value.serviceName },
            events: page.items.map(presentEvent),
            page: { total: selected.length, nextCursor: page.nextCursor },
            asOf: presentInstant(source.asOfMs),
          };
        },
      }),
    );
  };
}
