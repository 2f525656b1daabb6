import type { Context } from "hono";
import { identityOf } from "../cache/identity.ts";
import type { Source } from "../cache/source.ts";
import type { AppEnv } from "../request/context.ts";
import { failureKind } from "../request/failure-kind.ts";
import { entityTag, isNotModified } from "./entity-tag.ts";

/** An answer before anybody asked whether the caller has it already. */
export interface Reply {
  readonly contentType: string;
  /** What names the content, whatever moment it was read at; differs by language and media type. */
  readonly identity: string;
  /** The moment that stands in the body as `asOf`; `null` when none does. */
  readonly asOfMs: number | null;
  readonly source: Source | null;
  readonly cacheControl: string;
  /** Names of request headers that the content depends on. */
  readonly vary: readonly string[];
  /** Only called when the caller needs it. */
  readonly body: () => string;
}

/** Sends an answer, or a 304 when the caller has it. */
export function send(c: Context<AppEnv>, reply: Reply): Response {
  const { source } = reply;
  const { notes, startedAtMs } = c.var.context;
  const tag = entityTag(reply.identity, reply.asOfMs);
  const known = isNotModified(c.req.header("if-none-match"), tag);
  c.header("etag", known ?? tag.text);
  c.header("cache-control", reply.cacheControl);
  if (reply.vary.length > 0) c.header("vary", reply.vary.join(", "), { append: true });
  if (source !== null) {
    const ageMs = Math.max(0, startedAtMs - source.asOfMs);
    notes.cache = source.outcome;
    notes.ageMs = ageMs;
    notes.waitedMs = source.waitedMs;
    notes.failure = source.failure === null ? null : failureKind(source.failure);
    c.header("cache-status", cacheStatus(source));
    if (source.outcome === "hit" || source.outcome === "stale") {
      c.header("age", String(Math.floor(ageMs / 1000)));
    }
  }
  if (known !== null) return c.body(null, 304);
  return c.body(reply.body(), 200, { "content-type": reply.contentType });
}

/** Callers may keep it, and ask each time whether it still holds. */
export const REVALIDATED = "private, no-cache";

/** A JSON answer with the facts of some moment. `content` names all that it was made of, but that moment. */
export function jsonReply(parts: {
  readonly content: readonly unknown[];
  readonly source: Source;
  readonly vary?: readonly string[];
  readonly body: () => unknown;
}): Reply {
  return {
    contentType: "application/json",
    identity: identityOf(...parts.content),
    asOfMs: parts.source.asOfMs,
    source: parts.source,
    cacheControl: REVALIDATED,
    vary: parts.vary ?? [],
    body: () => JSON.stringify(parts.body()),
  };
}

/** The name that our cache goes by. */
const CACHE = "deploy-lens";

/**
 * Says what our cache did. Source: RFC 9211.
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
