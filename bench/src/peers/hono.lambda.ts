import { EventsRequest } from "@deploy-lens/api/events/events-query";
import { WireEventsQuery } from "@deploy-lens/api/wire/wire-compatible-query";
import type { Context } from "hono";
// Deprecated in favour of @hono/aws-lambda, which its registry does not have yet.
import { handle } from "hono/aws-lambda";
import { Hono } from "hono/tiny";
import { ZodError } from "zod";
import { corsHeaders, log, mayRead, requestIdOf, SECURITY_HEADERS, tagOf, warmUp } from "./lean-http.ts";
import { createServiceEvents, type ServiceIds } from "./service-events.ts";

const events = createServiceEvents(process.env);
const app = new Hono();

app.get("/v1/:projectId/services/:serviceId/events", (c) =>
  answer(c, "wire", c.req.param(), (ids) => events.wire(ids, WireEventsQuery.parse(c.req.query()))),
);
app.get("/api/v1/projects/:projectId/services/:serviceId/events", (c) =>
  answer(c, "normalized", c.req.param(), (ids) => events.normalized(ids, EventsRequest.parse(c.req.query()))),
);

async function answer(
  c: Context,
  route: string,
  ids: ServiceIds,
  read: (ids: ServiceIds) => Promise<unknown>,
): Promise<Response> {
  const startedAtMs = Date.now();
  const requestId = requestIdOf(c.req.header("x-request-id"));
  const respond = (status: number, type: string, body: string | null, more: Record<string, string> = {}) => {
    log({ requestId, method: c.req.method, route, status, durationMs: Date.now() - startedAtMs });
    const headers = {
      ...SECURITY_HEADERS,
      ...corsHeaders(c.req.header("origin")),
      ...more,
      "content-type": type,
      "x-request-id": requestId,
    };
    return new Response(body, { status, headers });
  };
  const refuse = (status: number) =>
    respond(status, "application/problem+json", JSON.stringify({ title: "Failed", status }));
  try {
    if (!(await mayRead(c.req.header("authorization"), ids.projectId))) return refuse(403);
    const body = JSON.stringify(await read(ids));
    const etag = tagOf(body);
    const headers = { etag, "cache-control": "private, no-cache" };
    if (c.req.header("if-none-match") === etag) return respond(304, "application/json", null, headers);
    return respond(200, "application/json", body, headers);
  } catch (error) {
    return refuse(error instanceof ZodError ? 400 : 502);
  }
}

export const handler = handle(app);
await warmUp(handler);
