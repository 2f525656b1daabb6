import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import { sourceOf } from "../cache/source.ts";
import { jsonReply, type Reply, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { serviceInScope } from "../http/scope.ts";
import { searchOf } from "../http/target.ts";
import type { Feed } from "../upstream/feed.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import { type EventsList, eventsFor } from "./list-events.ts";
import { readEventsQuery } from "./read-events-query.ts";

/** A rendered page and the query it answers; valid for as long as its feed is cached. */
interface Rendered {
  readonly search: string;
  readonly reply: Omit<Reply, "source">;
}

/** `GET …/services/{serviceId}/events` */
export function eventsRoute(deps: RouteDeps): Handler {
  // The last page rendered from each cached feed: clients repeat the same query again and again.
  const rendered = new WeakMap<Feed, Rendered>();
  return async (c) => {
    const ids = serviceInScope(c);
    const search = searchOf(c);
    const context = c.get("context");
    const isJson = context.mediaType === "application/json";
    const known = isJson ? deps.reads.recentFeedAtOnce(ids) : null;
    const before = known === null ? undefined : rendered.get(known.value);
    if (known !== null && before?.search === search) {
      return send(c, { ...before.reply, source: sourceOf(known) });
    }
    const { limit, cursor, ...selection } = readEventsQuery(new URLSearchParams(search));
    const page = await eventsFor(deps, { ids, selection, limit, cursor }, context);
    const reply = replyOf(page, ids, deps.version);
    if (!isJson) {
      const { eventRows } = await import("./event-rows.ts");
      return send(c, eventRows(c, reply, page, selection));
    }
    if (page.feed !== null && page.source.failure === null) rendered.set(page.feed, { search, reply });
    return send(c, reply);
  };
}

function replyOf(page: EventsList, ids: ServiceIds, version: string): Reply {
  const { source } = page;
  let text: string | Promise<string> | null = null;
  const reply = jsonReply({
    content: [version, page.serviceName, page.identity],
    source,
    vary: ["accept"],
    body: () => ({
      service: { id: ids.serviceId, name: page.serviceName },
      events: page.events.map(({ answer }) => answer),
      page: { total: page.total, nextCursor: page.nextCursor },
      ...(page.setAside > 0 ? { setAside: page.setAside } : {}),
      asOf: presentInstant(source.asOfMs),
    }),
  });
  return {
    ...reply,
    encoded: { accepted: "", as: null },
    body: () => {
      text ??= reply.body();
      return text;
    },
  };
}
