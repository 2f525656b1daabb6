import type { Context } from "hono";
import { identityOf } from "../cache/identity.ts";
import type { Source } from "../cache/source.ts";
import type { AppEnv } from "../request/context.ts";
import { failureKind } from "../request/failure-kind.ts";
import type { EncodedBody } from "./encode.ts";
import { isNotModified, tagText } from "./entity-tag.ts";
import { respond } from "./respond.ts";

export interface Reply {
  readonly contentType: string;
  /** Identifies the content regardless of when it was read; differs by language and media type. */
  readonly identity: string;
  /** The `asOf` in the body; `null` when it has none. */
  readonly asOfMs: number | null;
  readonly source: Source | null;
  readonly cacheControl: string;
  /** Request headers that the content depends on, beside `Accept-Encoding`. */
  readonly vary: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Called only if the body is sent. */
  readonly body: () => string | Promise<string>;
  /** The last encoded body, for answers that are sent repeatedly. */
  readonly encoded?: { accepted: string; as: EncodedBody | null };
}

/** Bytes. Below this, compression does not save a packet. */
const MIN_ENCODED_LENGTH = 1_024;

export async function send(c: Context<AppEnv>, reply: Reply): Promise<Response> {
  noteSource(c, reply.source);
  const known = isNotModified(c.req.header("if-none-match"), reply);
  if (known !== null) return respond(c, null, 304, headersOf(c, reply, known));
  const body = reply.body();
  const text = typeof body === "string" ? body : await body;
  const accepted = c.req.header("accept-encoding");
  const encoded =
    accepted === undefined || text.length <= MIN_ENCODED_LENGTH ? null : await encode(reply, accepted, text);
  const sent = encoded?.bytes ?? text;
  if (c.env?.gateway?.takes(sent) === false) throw (await import("./too-large.ts")).tooLarge();
  return respond(c, sent, 200, {
    ...headersOf(c, reply, tagText(reply, encoded?.coding)),
    ...reply.headers,
    ...(encoded !== null && { "content-encoding": encoded.coding }),
    "content-type": reply.contentType,
  });
}

async function encode({ encoded }: Reply, accepted: string, text: string): Promise<EncodedBody | null> {
  if (encoded?.accepted === accepted) return encoded.as;
  const as = await (await import("./encode.ts")).encodeFor(accepted, text);
  if (encoded !== undefined) Object.assign(encoded, { accepted, as });
  return as;
}

function headersOf(
  c: Context<AppEnv>,
  { source, cacheControl, vary }: Reply,
  tag: string,
): Record<string, string> {
  const headers: Record<string, string> = {
    etag: tag,
    "cache-control": cacheControl,
    vary: [...vary, "accept-encoding"].join(", "),
  };
  if (source === null) return headers;
  headers["cache-status"] = cacheStatus(source);
  if (source.outcome === "hit" || source.outcome === "stale") {
    headers.age = String(Math.floor(ageOf(c, source) / 1000));
  }
  return headers;
}

function noteSource(c: Context<AppEnv>, source: Source | null): void {
  if (source === null) return;
  const { notes } = c.get("context");
  notes.cache = source.outcome;
  notes.ageMs = ageOf(c, source);
  notes.waitedMs = source.waitedMs;
  notes.failure = source.failure === null ? null : failureKind(source.failure);
}

function ageOf(c: Context<AppEnv>, { asOfMs }: Source): number {
  return Math.max(0, c.get("context").startedAtMs - asOfMs);
}

/** Private caches may store it but must revalidate every time. */
export const REVALIDATED = "private, no-cache";

/** A JSON answer. `content` identifies everything it was made from, except the moment. */
export function jsonReply(parts: {
  readonly content: readonly unknown[];
  readonly source: Source;
  readonly vary?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: () => unknown;
}): Reply {
  return {
    contentType: "application/json",
    identity: identityOf(...parts.content),
    asOfMs: parts.source.asOfMs,
    source: parts.source,
    cacheControl: REVALIDATED,
    vary: parts.vary ?? [],
    headers: parts.headers ?? {},
    body: () => JSON.stringify(parts.body()),
  };
}

const CACHE = "deploy-lens";

/**
 * Formats `Cache-Status`. Source: RFC 9211.
 *
 * @example
 * cacheStatus({ outcome: "hit", ttlMs: 1500, … }); // "deploy-lens; hit; ttl=1"
 * cacheStatus({ outcome: "stale", ttlMs: -12000, failure: timeout, … }); // "deploy-lens; hit; ttl=-12; detail=timeout"
 */
function cacheStatus({ outcome, ttlMs, failure }: Source): string {
  const ttl = `ttl=${Math.floor(ttlMs / 1000)}`;
  switch (outcome) {
    case "hit":
      return `${CACHE}; hit; ${ttl}`;
    case "stale":
      return `${CACHE}; hit; ${ttl}; detail=${failure === null ? "slow" : failureKind(failure)}`;
    case "miss":
      return `${CACHE}; fwd=miss; stored`;
    case "collapsed":
      return `${CACHE}; fwd=miss; collapsed`;
    default:
      return outcome satisfies never;
  }
}
