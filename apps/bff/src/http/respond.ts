import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { AppEnv } from "../request/context.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";

/**
 * Builds a response with the headers of every answer. They are one plain record, which servers pass on as it is: filling a
 * `Headers` field by field, and reading it again, would cost more than the rest of a cached answer.
 */
export function respond(
  c: Context<AppEnv>,
  body: string | Uint8Array<ArrayBuffer> | null,
  status: ContentfulStatusCode | 304,
  headers: Readonly<Record<string, string>>,
): Response {
  const context = c.get("context");
  const { requestId, trace } = context;
  const all = { ...SECURITY_HEADERS, ...headers, "x-request-id": requestId, traceparent: trace.traceparent };
  // The CORS middleware has set headers already, `Vary` among them.
  if (c.req.header("origin") !== undefined) return merged(c, body, status, all);
  const response = new Response(body, { status, headers: all });
  context.complete = response;
  return response;
}

function merged(
  c: Context<AppEnv>,
  body: string | Uint8Array<ArrayBuffer> | null,
  status: ContentfulStatusCode | 304,
  { vary, ...headers }: Readonly<Record<string, string>>,
): Response {
  c.header("vary", vary, { append: true });
  return c.newResponse(body, status, headers);
}
