import { Event } from "@deploy-lens/api/events";
import { EventsQuery } from "@deploy-lens/api/events-query";
import { WireEventList } from "@deploy-lens/api/wire-compatible";
import { WireEventsQuery } from "@deploy-lens/api/wire-compatible-query";
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import { HTTPException } from "hono/http-exception";
import { requestId } from "hono/request-id";
import { routePath } from "hono/route";
import { secureHeaders } from "hono/secure-headers";
import { createObserver } from "./observe.ts";
import { createServiceEvents, mayRead } from "./service-events.ts";

interface Env {
  Bindings: { readonly event: LambdaEvent; readonly lambdaContext: LambdaContext };
  Variables: { requestId: string };
}

const events = createServiceEvents(process.env);
const observe = createObserver();
const app = new OpenAPIHono<Env>();

app.use(requestId());
app.use(async (c, next) => {
  const startedAtMs = Date.now();
  await next();
  const { method } = c.req;
  const durationMs = Date.now() - startedAtMs;
  observe({ requestId: c.var.requestId, method, route: routePath(c), status: c.res.status, durationMs });
});
app.use(secureHeaders());
app.use(cors({ origin: "https://lens.example" }));
app.use(etag());
app.onError((error, c) => {
  const status = error instanceof HTTPException ? error.status : 502;
  return c.json({ title: "Failed", status }, status, { "content-type": "application/problem+json" });
});

const Params = z.object({ projectId: z.string(), serviceId: z.string() });
const Problem = z.object({ title: z.string(), status: z.number() });
const Answer = z.object({
  service: z.object({ id: z.string(), name: z.string() }),
  events: z.array(Event),
  page: z.object({ total: z.number(), nextCursor: z.null() }),
  asOf: z.string(),
});
const failures = {
  403: { description: "Forbidden", content: { "application/problem+json": { schema: Problem } } },
};

app.openapi(
  createRoute({
    method: "get",
    path: "/v1/{projectId}/services/{serviceId}/events",
    request: { params: Params, query: WireEventsQuery },
    responses: {
      200: { description: "Events", content: { "application/json": { schema: WireEventList } } },
      ...failures,
    },
  }),
  async (c) => {
    const ids = c.req.valid("param");
    if (!mayRead(c.env.event, ids.projectId)) throw new HTTPException(403);
    return c.json(writable(await events.wire(ids, c.req.valid("query"))), 200);
  },
);
app.openapi(
  createRoute({
    method: "get",
    path: "/api/v1/projects/{projectId}/services/{serviceId}/events",
    request: { params: Params, query: EventsQuery },
    responses: {
      200: { description: "Events", content: { "application/json": { schema: Answer } } },
      ...failures,
    },
  }),
  async (c) => {
    const ids = c.req.valid("param");
    if (!mayRead(c.env.event, ids.projectId)) throw new HTTPException(403);
    c.header("cache-control", "private, no-cache");
    return c.json(writable(await events.normalized(ids, c.req.valid("query"))), 200);
  },
);
app.doc31("/openapi.json", { openapi: "3.1.0", info: { title: "Events", version: "1" } });

export const handler = handle(app);

type Writable<Value> = Value extends object
  ? { -readonly [Key in keyof Value]: Writable<Value[Key]> }
  : Value;

/** Guarantee: `c.json` only reads; its types alone ask for values that may be changed. */
function writable<Value>(value: Value): Writable<Value> {
  return value as Writable<Value>;
}
