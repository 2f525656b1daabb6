import type { Agent as HttpAgent } from "node:http";
import * as https from "node:https";
import { brokenAnswer, readBody } from "./read-body.ts";

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
    signal: limits.signal,
    maxHeaderSize: MAX_HEAD_BYTES,
  };
  return new Promise((resolve, reject) => {
    const sent =
      url.protocol === "https:"
        ? https.request(url, { ...options, agent: agents.https })
        : http.request(url, { ...options, agent: agents.http });
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
      if (!answered) reject(brokenAnswer("ECONNRESET", "closed without an answer"));
    });
    sent.end(body);
  });
}

function fieldOf(headers: NodeJS.Dict<string | string[]>, name: string): string | null {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(", ") : (value ?? null);
}
