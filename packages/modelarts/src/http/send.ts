import type { Agent as HttpAgent } from "node:http";
import * as https from "node:https";
import { brokenAnswer, readBody } from "./read-body.ts";

// Not by an import: one of a module of Node.js reads all that it exports, and `http` exports WebSocket, for which Node.js
// loads and compiles `fetch` and all that belongs to it.
const http = process.getBuiltinModule("node:http");

/** One request as it goes out. */
export interface OutgoingRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Header fields by name, in whatever case; `null` where there is none. `Headers` is one. */
export interface HeaderFields {
  get(name: string): string | null;
}

/** An answer as it came: its head, and its body read to the end; `null` once that is larger than allowed. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly body: Uint8Array | null;
}

/** What bounds one exchange. */
export interface SendLimits {
  readonly signal: AbortSignal;
  /** Of the body, unpacked. */
  readonly maxBytes: number;
}

/**
 * Sends one request and reads the answer; no status is an error, and no redirect is followed.
 *
 * Rejects with an error whose `code` says what broke (`ECONNRESET`, `HPE_INVALID_CONSTANT`, …).
 */
export type Send = (request: OutgoingRequest, limits: SendLimits) => Promise<RawAnswer>;

/** A connection that nobody uses for this long is closed: gateways keep theirs a little longer. */
const IDLE_MS = 4_000;
/** A token comes in a header and may take 16 KB of it. */
const MAX_HEAD_BYTES = 32_768;

/**
 * Makes a `Send` with connections of its own, over Node.js' client of HTTP/1.1.
 *
 * Not `fetch`: a function that starts cold would load and compile it first, which takes as long as all the rest of its
 * start; and a request costs half the processor time.
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
      // Within an answer, whether that is whole is for it to say: what is wrong may stand behind its last byte.
      failure = error;
      if (!answered) reject(error);
    });
    // What is neither an answer nor an error, such as a change of protocols that nobody asked for.
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
