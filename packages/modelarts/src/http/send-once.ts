import { requestLabel } from "../call/route.ts";
import { untilAborted } from "../call/scope.ts";
import {
  type RequestLabel,
  UpstreamConnectionError,
  UpstreamSchemaError,
  UpstreamTooLargeError,
} from "../errors/index.ts";
import type { HeaderFields, OutgoingRequest, RawAnswer, Send } from "./send.ts";

/** Bounds of one HTTP call, which throws the signal's reason when aborted. */
export interface SendOnceLimits {
  readonly send: Send;
  readonly signal: AbortSignal;
  readonly maxResponseBytes: number;
}

/** An HTTP answer whose body has been read. */
export interface Answer {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly text: string;
  /** @throws UpstreamSchemaError if the body is not JSON, or nested too deeply to be serialised again. */
  json(): unknown;
}

/**
 * Sends one request and reads the whole answer. No status is an error here, except a redirect.
 *
 * Redirects are refused: an API has no reason to send one, and following it would take the token to another host.
 *
 * @throws UpstreamConnectionError, UpstreamTooLargeError, and the reason of `limits.signal`.
 */
export async function sendOnce(request: OutgoingRequest, limits: SendOnceLimits): Promise<Answer> {
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
  { send, signal, maxResponseBytes }: SendOnceLimits,
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

/** Documented answers have five levels. `JSON.parse` accepts any depth, but `JSON.stringify` would overflow the stack. */
const MAX_DEPTH = 64;

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    if (isDeeperThan(levels - 1, inner)) return true;
  }
  return false;
}

/** Parses JSON; returns `undefined` for anything else, because the parser's error would quote the text. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keeps only the error's code: messages of HTTP clients may quote headers, including the token. */
function connectionError(error: unknown, label: RequestLabel): UpstreamConnectionError {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  const isCode = typeof code === "string" && /^[A-Z][A-Z0-9_]{1,60}$/.test(code);
  return new UpstreamConnectionError(label, isCode ? code : "UNKNOWN");
}
