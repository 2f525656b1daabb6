import { untilAborted } from "./call-scope.ts";
import {
  type RequestLabel,
  UpstreamConnectionError,
  UpstreamSchemaError,
  UpstreamTooLargeError,
} from "./errors.ts";
import { requestLabel } from "./route.ts";

/** One request as it goes out. */
export interface ExchangeRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What bounds one exchange. An abort's reason is what the exchange throws. */
export interface ExchangeLimits {
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  readonly maxResponseBytes: number;
}

/** One answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** @throws UpstreamSchemaError when the body is not JSON, or JSON that nobody could write again. */
  json(): unknown;
}

/**
 * Sends one request and reads the answer to its end; no status is an error here.
 *
 * Redirects are refused: an API has no reason for one, and following it would carry the token elsewhere.
 *
 * @throws UpstreamConnectionError, UpstreamTooLargeError, and the reason of `limits.signal`.
 */
export async function exchange(request: ExchangeRequest, limits: ExchangeLimits): Promise<Answer> {
  const label = requestLabel(request.method, request.url);
  try {
    const sent = limits.fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: "error",
      signal: limits.signal,
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const response = await untilAborted(sent, limits.signal);
    const text = await untilAborted(readText(response, limits.maxResponseBytes), limits.signal);
    if (text === null) throw new UpstreamTooLargeError(label, limits.maxResponseBytes);
    const { status, headers } = response;
    return { status, headers, text, json: () => parseJson(text, headers, label) };
  } catch (error) {
    if (limits.signal.aborted) throw limits.signal.reason;
    if (error instanceof UpstreamTooLargeError) throw error;
    throw connectionError(error, request);
  }
}

/** The body as text, or `null` once it is larger than allowed. */
async function readText(response: Response, maxBytes: number): Promise<string | null> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      reader.cancel().catch(() => undefined);
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parseJson(text: string, headers: Headers, label: RequestLabel): unknown {
  const type = headers.get("content-type") ?? "";
  const requestId = headers.get("x-request-id");
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) {
    throw new UpstreamSchemaError(
      label,
      `content type is ${type === "" ? "missing" : "not JSON"}`,
      requestId,
    );
  }
  const parsed = jsonOrUndefined(text);
  if (parsed === undefined) throw new UpstreamSchemaError(label, "the body is not JSON", requestId);
  if (isDeeperThan(MAX_DEPTH, parsed)) {
    throw new UpstreamSchemaError(label, `the body is nested deeper than ${MAX_DEPTH} levels`, requestId);
  }
  return parsed;
}

/** Documented answers have five levels. `JSON.parse` reads any number, `JSON.stringify` runs out of stack writing them. */
const MAX_DEPTH = 64;

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    if (isDeeperThan(levels - 1, inner)) return true;
  }
  return false;
}

/** Parses JSON; `undefined`, which no JSON means, when it is none. The parser's own error would quote the text. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What went wrong below HTTP, as a code alone: the errors of `fetch` may quote headers, and with them a token.
 */
function connectionError(error: unknown, request: ExchangeRequest): UpstreamConnectionError {
  const label = requestLabel(request.method, request.url);
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && cause.message === "unexpected redirect") {
    return new UpstreamConnectionError(label, "REDIRECT");
  }
  const code: unknown = typeof cause === "object" && cause !== null ? Reflect.get(cause, "code") : undefined;
  return new UpstreamConnectionError(
    label,
    typeof code === "string" && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : "UNKNOWN",
  );
}
