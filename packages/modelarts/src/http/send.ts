import type { Agent as HttpAgent, IncomingMessage } from "node:http";
import * as https from "node:https";
import { untilAborted } from "@deploy-lens/deadline";
import { requestLabel } from "../call/route.ts";
import {
  type RequestLabel,
  UpstreamConnectionError,
  UpstreamSchemaError,
  UpstreamTooLargeError,
} from "../errors/index.ts";

// Not an import: importing a built-in module reads all of its exports, and reading `http.WebSocket` makes Node.js load and
// compile all of `fetch`.
const http = process.getBuiltinModule("node:http");

export interface OutgoingRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Case-insensitive access to header fields; the standard `Headers` satisfies it. */
export interface HeaderFields {
  get(name: string): string | null;
}

/** Status, headers and the complete body, which is `null` if it exceeds the size limit. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly body: Uint8Array | null;
}

export interface SendLimits {
  readonly signal: AbortSignal;
  /** Of the decompressed body. */
  readonly maxBytes: number;
}

/**
 * Sends one request and reads the answer. No status is an error, and redirects are not followed.
 *
 * Rejects with an error whose `code` names the cause (`ECONNRESET`, `HPE_INVALID_CONSTANT`, …).
 */
export type Send = (request: OutgoingRequest, limits: SendLimits) => Promise<RawAnswer>;

/** Idle connections are closed after this, before the gateway closes them. */
const IDLE_MS = 4_000;
/** Tokens arrive in a header and may take 16 KB. */
const MAX_HEAD_BYTES = 32_768;

/**
 * Creates a `Send` with its own connections, on Node.js' HTTP/1.1 client.
 *
 * Not `fetch`: loading and compiling it would double a Lambda function's cold start, and each request would cost twice the
 * processor time.
 */
export function createSend(): Send {
  const agents = {
    http: new http.Agent({ keepAlive: true, timeout: IDLE_MS }),
    https: new https.Agent({ keepAlive: true, timeout: IDLE_MS }),
  };
  return (outgoing, limits) => sendOver(agents, outgoing, limits);
}

interface Agents {
  readonly http: HttpAgent;
  readonly https: https.Agent;
}

function sendOver(agents: Agents, outgoing: OutgoingRequest, limits: SendLimits): Promise<RawAnswer> {
  const { method, url, body } = outgoing;
  const options = {
    method,
    headers: { "accept-encoding": "gzip", ...outgoing.headers },
    maxHeaderSize: MAX_HEAD_BYTES,
  };
  return new Promise((resolve, reject) => {
    const sent =
      url.protocol === "https:"
        ? https.request(url, { ...options, agent: agents.https })
        : http.request(url, { ...options, agent: agents.http });
    // Not the `signal` option, which costs several times as much.
    const stop = () => sent.destroy(limits.signal.reason);
    if (limits.signal.aborted) stop();
    limits.signal.addEventListener("abort", stop, { once: true });
    let answered = false;
    let failure: Error | null = null;
    sent.on("response", (response) => {
      answered = true;
      const { statusCode: status = 0, headers } = response;
      readBody(response, limits.maxBytes).then(
        (read) => resolve({ status, headers: { get: (name) => fieldOf(headers, name) }, body: read }),
        (error: unknown) => reject(failure ?? error),
      );
    });
    sent.on("error", (error) => {
      // Once headers have arrived, let the body reader decide: an error may follow a complete body.
      failure = error;
      if (!answered) reject(error);
    });
    // Neither an answer nor an error, for example an unrequested protocol upgrade.
    sent.on("close", () => {
      limits.signal.removeEventListener("abort", stop);
      if (!answered) reject(brokenAnswer("ECONNRESET", "closed without an answer"));
    });
    sent.end(body);
  });
}

function fieldOf(headers: NodeJS.Dict<string | string[]>, name: string): string | null {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(", ") : (value ?? null);
}

/** An error below HTTP, with a `code` like Node.js' own. */
function brokenAnswer(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** Reads and decompresses a body; `null` if it exceeds `maxBytes`. A redirect's body is not read. */
async function readBody(response: IncomingMessage, maxBytes: number): Promise<Uint8Array | null> {
  if (isRedirect(response.statusCode)) {
    response.destroy();
    return new Uint8Array();
  }
  const encoding = response.headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip") {
    response.destroy();
    throw brokenAnswer("UNKNOWN_CONTENT_ENCODING", "neither gzip nor plain");
  }
  const bytes = await collect(response, maxBytes);
  return bytes === null || bytes.length === 0 || encoding === "identity" ? bytes : unpack(bytes, maxBytes);
}

function isRedirect(status = 0): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

function collect(response: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= maxBytes) return;
      resolve(null);
      response.destroy();
    });
    response.on("end", () =>
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes)),
    );
    response.on("error", reject);
    response.on("close", () => {
      // Creating an error is costly, so only for an incomplete answer.
      if (!response.readableEnded) reject(brokenAnswer("ECONNRESET", "closed within the answer"));
    });
  });
}

async function unpack(bytes: Buffer, maxBytes: number): Promise<Buffer | null> {
  const { gunzip } = await import("node:zlib");
  return new Promise((resolve, reject) => {
    gunzip(bytes, { maxOutputLength: maxBytes }, (error, unpacked) => {
      if (error === null) resolve(unpacked);
      else if ("code" in error && error.code === "ERR_BUFFER_TOO_LARGE") resolve(null);
      else reject(error);
    });
  });
}

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
  const text = utf8.decode(body);
  return { status, headers, text, json: () => parseJson(text, headers, label) };
}

const utf8 = new TextDecoder();
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
