import { EventsRequest } from "@deploy-lens/api/events/events-query";
import { WireEventsQuery } from "@deploy-lens/api/wire/wire-compatible-query";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { ZodError } from "zod";
import { corsHeaders, log, mayRead, requestIdOf, SECURITY_HEADERS, tagOf, warmUp } from "./lean-http.ts";
import { createServiceEvents } from "./service-events.ts";

const events = createServiceEvents(process.env);

const ROUTE = /^\/(api\/v1\/projects|v1)\/([^/]+)\/services\/([^/]+)\/events$/;

export const handler = async (event: APIGatewayProxyEventV2) => {
  const startedAtMs = Date.now();
  const { rawPath, headers: given, queryStringParameters: query = {}, requestContext } = event;
  const { method } = requestContext.http;
  const requestId = requestIdOf(given["x-request-id"]);
  const respond = (status: number, type: string, body: string, more: Record<string, string> = {}) => {
    log({ requestId, method, route: "events", status, durationMs: Date.now() - startedAtMs });
    const headers = {
      ...SECURITY_HEADERS,
      ...corsHeaders(given.origin),
      ...more,
      "content-type": type,
      "x-request-id": requestId,
    };
    return { statusCode: status, headers, body, isBase64Encoded: false };
  };
  const refuse = (status: number) =>
    respond(status, "application/problem+json", JSON.stringify({ title: "Failed", status }));
  const [, family, projectId, serviceId] = ROUTE.exec(rawPath) ?? [];
  if (method !== "GET" || projectId === undefined || serviceId === undefined) return refuse(404);
  if (!(await mayRead(given.authorization, projectId))) return refuse(403);
  try {
    const ids = { projectId, serviceId };
    const read =
      family === "v1"
        ? events.wire(ids, WireEventsQuery.parse(query))
        : events.normalized(ids, EventsRequest.parse(query));
    const body = JSON.stringify(await read);
    const etag = tagOf(body);
    const headers = { etag, "cache-control": "private, no-cache" };
    if (given["if-none-match"] === etag) return respond(304, "application/json", "", headers);
    return respond(200, "application/json", body, headers);
  } catch (error) {
    return refuse(error instanceof ZodError ? 400 : 502);
  }
};
await warmUp(handler);
