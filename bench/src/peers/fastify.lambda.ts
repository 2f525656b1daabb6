import { randomUUID } from "node:crypto";
import { EventsQuery } from "@deploy-lens/api/events-query";
import { WireEventsQuery } from "@deploy-lens/api/wire-compatible-query";
import awsLambdaFastify from "@fastify/aws-lambda";
import cors from "@fastify/cors";
import etag from "@fastify/etag";
import helmet from "@fastify/helmet";
import { fastify } from "fastify";
import { ZodError } from "zod";
import { createObserver } from "./observe.ts";
import { createServiceEvents, mayRead, type ServiceIds } from "./service-events.ts";

const events = createServiceEvents(process.env);
const observe = createObserver();
const app = fastify({ genReqId: (request) => String(request.headers["x-request-id"] ?? randomUUID()) });

await app.register(helmet);
await app.register(cors, { origin: "https://lens.example" });
await app.register(etag);

app.addHook("onSend", async (request, reply) => {
  reply.header("x-request-id", request.id);
});
app.addHook("onResponse", async (request, reply) => {
  observe({
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url ?? "none",
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime),
  });
});
app.setErrorHandler((error, _request, reply) => {
  const status = error instanceof ZodError ? 400 : 502;
  return reply.status(status).type("application/problem+json").send({ title: "Failed", status });
});

interface Route {
  Params: ServiceIds;
}

function assertAllowed(request: { readonly params: ServiceIds; readonly awsLambda?: unknown }): boolean {
  const { awsLambda } = request;
  const event = typeof awsLambda === "object" && awsLambda !== null ? Reflect.get(awsLambda, "event") : null;
  return mayRead(event, request.params.projectId);
}

const FORBIDDEN = { title: "Forbidden", status: 403 };

app.get<Route>("/v1/:projectId/services/:serviceId/events", async (request, reply) => {
  if (!assertAllowed(request)) return reply.status(403).type("application/problem+json").send(FORBIDDEN);
  return events.wire(request.params, WireEventsQuery.parse(request.query));
});
app.get<Route>("/api/v1/projects/:projectId/services/:serviceId/events", async (request, reply) => {
  if (!assertAllowed(request)) return reply.status(403).type("application/problem+json").send(FORBIDDEN);
  reply.header("cache-control", "private, no-cache");
  return events.normalized(request.params, EventsQuery.parse(request.query));
});

await app.ready();

export const handler = awsLambdaFastify(app);
