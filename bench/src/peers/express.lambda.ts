import { configure } from "@codegenie/serverless-express";
import { EventsRequest } from "@deploy-lens/api/events/events-query";
import { WireEventsQuery } from "@deploy-lens/api/wire/wire-compatible-query";
import express, { type NextFunction, type Request, type Response } from "express";
import { ZodError } from "zod";
import { corsHeaders, log, mayRead, requestIdOf, SECURITY_HEADERS, tagOf, warmUp } from "./lean-http.ts";
import { createServiceEvents, type ServiceIds } from "./service-events.ts";

const events = createServiceEvents(process.env);
const app = express();
app.set("etag", false).disable("x-powered-by");

app.get("/v1/:projectId/services/:serviceId/events", (request: Request<Params>, response: Response) =>
  answer(request, response, () => events.wire(request.params, WireEventsQuery.parse(request.query))),
);
app.get(
  "/api/v1/projects/:projectId/services/:serviceId/events",
  (request: Request<Params>, response: Response) =>
    answer(request, response, () => events.normalized(request.params, EventsRequest.parse(request.query))),
);
app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
  refuse(response, error instanceof ZodError ? 400 : 502);
});

type Params = ServiceIds & Record<string, string>;

async function answer(
  request: Request<Params>,
  response: Response,
  read: () => Promise<unknown>,
): Promise<void> {
  const startedAtMs = Date.now();
  const requestId = requestIdOf(request.get("x-request-id"));
  response.set({ ...SECURITY_HEADERS, ...corsHeaders(request.get("origin")), "x-request-id": requestId });
  try {
    if (!(await mayRead(request.get("authorization"), request.params.projectId)))
      return refuse(response, 403);
    const body = JSON.stringify(await read());
    const etag = tagOf(body);
    response.set({ etag, "cache-control": "private, no-cache" });
    if (request.get("if-none-match") === etag) response.status(304).end();
    else response.type("application/json").end(body);
  } finally {
    const { statusCode: status } = response;
    const route = String(request.route.path);
    log({ requestId, method: request.method, route, status, durationMs: Date.now() - startedAtMs });
  }
}

function refuse(response: Response, status: number): void {
  response
    .status(status)
    .type("application/problem+json")
    .end(JSON.stringify({ title: "Failed", status }));
}

export const handler = configure({ app });
await warmUp((event, context) => handler(event, context, () => undefined));
