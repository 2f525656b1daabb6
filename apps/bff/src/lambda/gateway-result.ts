export interface GatewayResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** Hop-by-hop headers, and those that the gateway computes itself. */
const NOT_PASSED_ON = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-authenticate",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Lambda's limit for the result as JSON, bytes. Source: Lambda quotas, "Invocation payload". */
const MAX_RESULT_BYTES = 6_291_556;

/** Bytes. More than the headers of any answer take. */
const HEADERS_RESERVE = 16_384;

/** True if Lambda accepts the body. The limit is on the result as JSON, where every quote in text takes two bytes. */
export function takesBody(body: string | Uint8Array): boolean {
  const most = MAX_RESULT_BYTES - HEADERS_RESERVE;
  if (typeof body !== "string") return 4 * Math.ceil(body.length / 3) <= most;
  // JSON writes no character in more than six bytes.
  return 6 * body.length <= most || Buffer.byteLength(JSON.stringify(body)) <= most;
}

const TEXTUAL = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|yaml|javascript)\b)/i;

/** Converts a response to the gateway's result. The app sets no cookies, so none are passed on. */
export async function toGatewayResult(response: Response, method: string): Promise<GatewayResult> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    if (!NOT_PASSED_ON.has(name) && name !== "set-cookie") headers[name] = value;
  });
  const { status: statusCode } = response;
  if (method === "HEAD" || response.body === null) {
    return { statusCode, headers, body: "", isBase64Encoded: false };
  }
  const isText = !response.headers.has("content-encoding") && TEXTUAL.test(headers["content-type"] ?? "");
  const body = isText ? await response.text() : Buffer.from(await response.arrayBuffer()).toString("base64");
  return { statusCode, headers, body, isBase64Encoded: !isText };
}
