import type { Reply } from "../http/reply.ts";
import { identityOf } from "../identity.ts";
import type { Source } from "../upstream/source.ts";

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
