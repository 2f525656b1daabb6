/** An answer to API Gateway, payload format 2.0. */
export interface GatewayResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** They are about one connection, or computed anew by the gateway. */
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

/** What Lambda refuses to return: the function's own answer would be lost, and the caller told nothing. */
const MAX_RESULT_BYTES = 6 * 1024 * 1024 - 64 * 1024;

const TOO_LARGE = "The answer is larger than can be sent: ask for fewer with limit, or for a shorter time.";

const TEXTUAL = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|yaml|javascript)\b)/i;

/** Makes the gateway's answer of a response. The app sets no cookies, so none are passed on. */
export async function toGatewayResult(response: Response, method: string): Promise<GatewayResult> {
  const headers: Record<string, string> = {};
  for (const [name, value] of response.headers) {
    if (!NOT_PASSED_ON.has(name) && name !== "set-cookie") headers[name] = value;
  }
  const { status: statusCode } = response;
  if (method === "HEAD" || response.body === null) {
    return { statusCode, headers, body: "", isBase64Encoded: false };
  }
  const isText = TEXTUAL.test(response.headers.get("content-type") ?? "");
  const body = isText ? await response.text() : Buffer.from(await response.arrayBuffer()).toString("base64");
  if (Buffer.byteLength(body) > MAX_RESULT_BYTES) {
    const { failureResult } = await import("./failure-result.ts");
    return failureResult(TOO_LARGE, headers["x-request-id"] ?? "");
  }
  return { statusCode, headers, body, isBase64Encoded: !isText };
}
