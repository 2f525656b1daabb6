import type { App } from "../app.ts";
import { assertPlainTarget, isWirePath } from "../http/target.ts";
import type { GatewayContext } from "../request/gateway-context.ts";
import { ProblemError } from "../request/problem-error.ts";
import { ORIGIN_SECRET_HEADER } from "../settings/constants.ts";
import { type GatewayEvent, readGatewayEvent } from "./gateway-event.ts";
import { type GatewayResult, takesBody, toGatewayResult } from "./gateway-result.ts";

export interface LambdaContext {
  readonly getRemainingTimeInMillis: () => number;
}

export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<GatewayResult>;

/** A placeholder: the host has no influence on answers. */
const ORIGIN = "https://gateway.internal";

/**
 * Wraps the app as a Lambda handler for API Gateway's payload format 2.0. `hono/aws-lambda` is not used: it is
 * deprecated in favour of a package that does not exist yet, accepts seven kinds of events of which six would be
 * mistakes here, and resolves what a decoded path holds (`..`, `?`, `#`, line breaks) before our checks could see it.
 *
 * @param originSecret what every request must send in {@link ORIGIN_SECRET_HEADER}; by default anything goes
 */
export function createLambdaHandler(
  app: Pick<App, "fetch">,
  originSecret: string | null = null,
): LambdaHandler {
  return async (event, context) => {
    const read = readGatewayEvent(event);
    try {
      const { request, gateway } = toRequest(read, context, originSecret);
      return await toGatewayResult(await app.fetch(request, { gateway }), request.method);
    } catch {
      // The app answers its own errors. Without this, anything else would be answered in the gateway's format.
      const { failureResult } = await import("./failure-result.ts");
      return failureResult("The answer could not be sent.", read.requestId);
    }
  };
}

function toRequest(
  event: GatewayEvent,
  { getRemainingTimeInMillis }: LambdaContext,
  originSecret: string | null,
) {
  const { headers, unreadable } = toHeaders(event.headers);
  const refusal = unreadable ?? strangerRefusal(event, originSecret) ?? refusalOf(event);
  const gateway: GatewayContext = {
    requestId: event.requestId,
    remainingMs: getRemainingTimeInMillis,
    takes: takesBody,
    refusal,
  };
  // Wire-compatible clients must be able to parse the refusal.
  const nowhere = isWirePath(event.path) ? "/v1/-" : "/-";
  const url = refusal === null ? targetOf(event) : ORIGIN + nowhere;
  // Other methods are answered by name, since a Request does not accept all of them.
  const method = /^(?:GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)$/.test(event.method) ? event.method : "POST";
  return { request: new Request(url, { method, headers }), gateway };
}

/**
 * The gateway's own hostname bypasses the firewall, so CloudFront sends a secret with each request. A plain comparison
 * is enough: it only admits what is public in front anyway, and each request still needs its token.
 */
function strangerRefusal({ headers }: GatewayEvent, originSecret: string | null): ProblemError | null {
  if (originSecret === null || headers[ORIGIN_SECRET_HEADER] === originSecret) return null;
  return new ProblemError("route-not-found", { detail: "Ask at the dashboard's address." });
}

/** Segments of letters, digits, hyphens and underscores, which every parser reads the same way. */
const PLAIN_PATH = /^(?:\/[\w-]+)+$/;
const PLAIN_QUERY = /^[\w=&.+%~-]*$/;
const MOST_OF_PLAIN = 2_000;

function isPlain({ path, query }: GatewayEvent): boolean {
  return path.length + query.length < MOST_OF_PLAIN && PLAIN_PATH.test(path) && PLAIN_QUERY.test(query);
}

/** The request URL. The path is taken literally, whether or not the gateway decoded it. */
function targetOf(event: GatewayEvent): string {
  const { path, query } = event;
  if (isPlain(event)) return query === "" ? ORIGIN + path : `${ORIGIN}${path}?${query}`;
  const url = new URL(ORIGIN);
  url.pathname = path.split("/").map(encodeURIComponent).join("/");
  url.search = query;
  return url.href;
}

function refusalOf(event: GatewayEvent): ProblemError | null {
  if (isPlain(event)) return null;
  const { path, query } = event;
  try {
    assertPlainTarget(query === "" ? path : `${path}?${query}`);
    // In a decoded path, a question mark or number sign is part of a segment, and no route has such a segment.
    if (/[?#]/.test(path) || !path.isWellFormed())
      return new ProblemError("malformed-request", {
        detail: "The path holds a character that no path of ours holds.",
      });
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
}

function toHeaders(texts: GatewayEvent["headers"]): { headers: Headers; unreadable: ProblemError | null } {
  const headers = new Headers();
  let unreadable: ProblemError | null = null;
  for (const name of Object.keys(texts)) {
    if (name.length === 6 && name.toLowerCase() === "cookie") continue;
    const text = texts[name] ?? "";
    try {
      headers.set(name, text);
    } catch (error) {
      unreadable = new ProblemError("malformed-request", {
        detail: "A header cannot be read.",
        cause: error,
      });
    }
  }
  return { headers, unreadable };
}
