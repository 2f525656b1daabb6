import type { Context } from "hono";
import type { AppEnv } from "../exchange.ts";
import { failureKind } from "../log/failure-kind.ts";
import type { Source } from "../upstream/source.ts";
import { cacheStatus } from "./cache-status.ts";
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
  const { notes, startedAtMs } = c.var.exchange;
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
