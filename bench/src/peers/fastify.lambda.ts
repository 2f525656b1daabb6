import { EventsRequest } from "@deploy-lens/api/events/events-query";
import { WireEventsQuery } from "@deploy-lens/api/wire/wire-compatible-query";
import awsLambdaFastify from "@fastify/aws-lambda";
import { type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { ZodError } from "zod";
import { corsHeaders, log, mayRead, requestIdOf, SECURITY_HEADERS, tagOf, warmUp } from "./lean-http.ts";
import { createServiceEvents, type ServiceIds } from "./service-events.ts";

const events = createServiceEvents(process.env);
const app = fastify();
// Before the routes, which get the event by its decoration.
export const handler = awsLambdaFastify(app);

interface Route {
  Params: ServiceIds;
}

app.get<Route>("/v1/:projectId/services/:serviceId/events", (request, reply) =>
  answer(request, reply, () => events.wire(request.params, WireEventsQuery.parse(request.query))),
);
app.get<Route>("/api/v1/projects/:projectId/services/:serviceId/events", (request, reply) =>
  answer(request, reply, () => events.normalized(request.params, EventsRequest.parse(request.query))),
);
app.setErrorHandler((error, _request, reply) => refuse(reply, error instanceof ZodError ? 400 : 502));

async function answer(
  request: FastifyRequest<Route>,
  reply: FastifyReply,
  read: () => Promise<unknown>,
): Promise<unknown> {
  const startedAtMs = Date.now();
  const { headers: given, method } = request;
  const requestId = requestIdOf(textOf(given["x-request-id"]));
  reply.headers({ ...SECURITY_HEADERS, ...corsHeaders(given.origin), "x-request-id": requestId });
  try {
    if (!(await mayRead(given.authorization, request.params.projectId))) return refuse(reply, 403);
    const body = JSON.stringify(await read());
    const etag = tagOf(body);
    reply.headers({ etag, "cache-control": "private, no-cache" });
    if (given["if-none-match"] === etag) return reply.code(304).send();
    return reply.type("application/json").send(body);
  } finally {
    const route = request.routeOptions.url ?? "none";
    const { statusCode: status } = reply;
    log({ requestId, method, route, status, durationMs: Date.now() - startedAtMs });
  }
}

function refuse(reply: FastifyReply, status: number): FastifyReply {
  return reply
    .code(status)
    .type("application/problem+json")
    .send(JSON.stringify({ title: "Failed", status }));
}

function textOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === "string" ? value : value?.[0];
}

await app.ready();

await warmUp(handler);
