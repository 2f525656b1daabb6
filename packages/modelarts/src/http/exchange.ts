import { requestLabel } from "../call/route.ts";
import { untilAborted } from "../call/scope.ts";
import {
  type RequestLabel,
  UpstreamConnectionError,
  UpstreamSchemaError,
  UpstreamTooLargeError,
} from "../errors/index.ts";
import type { HeaderFields, OutgoingRequest, RawAnswer, Send } from "./send.ts";

/** What bounds one exchange. An abort's reason is what the exchange throws. */
export interface ExchangeLimits {
  readonly send: Send;
  readonly signal: AbortSignal;
  readonly maxResponseBytes: number;
}

/** One answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly text: string;
  /** @throws UpstreamSchemaError when the body is not JSON, or JSON that nobody could write again. */
  json(): unknown;
}

/**
 * Sends one request and reads the answer to its end; no status but a redirect's is an error here.
 *
 * Redirects are refused: an API has no reason for one, and following it would carry the token elsewhere.
 *
 * @throws UpstreamConnectionError, UpstreamTooLargeError, and the reason of `limits.signal`.
 */
export async function exchange(request: OutgoingRequest, limits: ExchangeLimits): Promise<Answer> {
  const label = requestLabel(request.method, request.url);
  const { status, headers, body } = await sent(request, limits, label);
  if (REDIRECTS.has(status)) throw new UpstreamConnectionError(label, "REDIRECT");
  if (body === null) throw new UpstreamTooLargeError(label, limits.maxResponseBytes);
  const text = new TextDecoder().decode(body);
  return { status, headers, text, json: () => parseJson(text, headers, label) };
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

async function sent(
  request: OutgoingRequest,
  { send, signal, maxResponseBytes }: ExchangeLimits,
  label: RequestLabel,
): Promise<RawAnswer> {
  try {
    return await untilAborted(send(request, { signal, maxBytes: maxResponseBytes }), signal);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw connectionError(error, label);
  }
}

function parseJson(text: string, headers: HeaderFields, label: RequestLabel): unknown {
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

/** What went wrong below HTTP, as a code alone: the errors of a client may quote headers, and with them a token. */
function connectionError(error: unknown, label: RequestLabel): UpstreamConnectionError {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  const isCode = typeof code === "string" && /^[A-Z][A-Z0-9_]{1,60}$/.test(code);
  return new UpstreamConnectionError(label, isCode ? code : "UNKNOWN");
}
