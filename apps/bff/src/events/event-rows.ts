import { EVENT_COLUMNS } from "@deploy-lens/api/csv/list-csv";
import type { Context } from "hono";
import { dayText } from "../http/file-name.ts";
import { asRows } from "../http/list-reply.ts";
import type { Reply } from "../http/reply.ts";
import type { AppEnv } from "../request/context.ts";
import type { EventsList } from "./list-events.ts";
import type { EventsSelection } from "./select.ts";

/** Renders events as CSV or NDJSON. Loaded on demand, since few callers ask for it. */
export function eventRows(
  c: Context<AppEnv>,
  reply: Reply,
  { events, total, nextCursor, setAside, serviceName }: EventsList,
  { from, to }: EventsSelection,
): Reply {
  return asRows(c, reply, {
    items: events.map(({ answer }) => answer),
    columns: EVENT_COLUMNS,
    page: { total, nextCursor },
    setAside,
    name: ["events", serviceName, dayText(from), dayText(to)],
  });
}
