import type { App } from "../app.ts";
import { assertPlainTarget } from "../http/target.ts";
import type { GatewayContext } from "../request/gateway-context.ts";
import { isWirePath } from "../request/paths.ts";
import { ProblemError } from "../request/problem-error.ts";
import { type GatewayEvent, readGatewayEvent } from "./gateway-event.ts";
import { type GatewayResult, takesBody, toGatewayResult } from "./gateway-result.ts";

/** What Lambda says of an invocation. */
export interface LambdaContext {
  readonly getRemainingTimeInMillis: () => number;
}

/** A function's entry. */
export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<GatewayResult>;

/** No path means anything here: the host is not part of what we answer. */
const ORIGIN = "https://gateway.internal";

/**
 * Makes a Lambda handler of the app, for events of API Gateway's payload format 2.0.
 *
 * Our own, though `hono/aws-lambda` exists: that one is deprecated with its package yet to come, it takes seven kinds of
 * events of which six would be mistakes here, and it resolves what a decoded path holds (`..`, `?`, `#`, line breaks)
 * before any check of ours could see it.
 */
export function createLambdaHandler(app: Pick<App, "fetch">): LambdaHandler {
  return async (event, context) => {
    const read = readGatewayEvent(event);
    try {
      const { request, gateway } = toRequest(read, context);
      return await toGatewayResult(await app.fetch(request, { gateway }), request.method);
    } catch {
      // The app answers its own errors; what gets here would otherwise be the gateway's, in the gateway's words.
      const { failureResult } = await import("./failure-result.ts");
      return failureResult("The answer could not be sent.", read.requestId);
    }
  };
}

function toRequest(event: GatewayEvent, { getRemainingTimeInMillis }: LambdaContext) {
  const { headers, unreadable } = toHeaders(event.headers);
  const refusal = unreadable ?? refusalOf(event);
  const gateway: GatewayContext = {
    claims: event.claims,
    requestId: event.requestId,
    remainingMs: getRemainingTimeInMillis,
    takes: takesBody,
    refusal,
  };
  const url = new URL(ORIGIN);
  if (refusal === null) {
    url.pathname = escaped(event.path);
    url.search = event.query;
  } else {
    // Wire-compatible clients shall read the refusal, too.
    url.pathname = isWirePath(event.path) ? "/v1/-" : "/-";
  }
  // Other methods are refused by name; a request object does not take them all.
  const method = /^(?:GET|HEAD|OPTIONS|POST|PUT|PATCH|DELETE)$/.test(event.method) ? event.method : "POST";
  return { request: new Request(url, { method, headers }), gateway };
}

function refusalOf({ path, query }: GatewayEvent): ProblemError | null {
  try {
    assertPlainTarget(query === "" ? path : `${path}?${query}`);
    // In a decoded path a question mark or number sign is part of a segment, and no segment of ours holds one.
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

/** Whether the gateway decoded the path or not, what stands there now is taken literally. */
function escaped(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** Cookies play no part here, wherever the gateway puts them. */
function toHeaders(texts: GatewayEvent["headers"]): { headers: Headers; unreadable: ProblemError | null } {
  const headers = new Headers();
  let unreadable: ProblemError | null = null;
  for (const [name, text] of Object.entries(texts)) {
    if (name.toLowerCase() === "cookie") continue;
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
