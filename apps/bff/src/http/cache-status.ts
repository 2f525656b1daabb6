import { failureKind } from "../log/failure-kind.ts";
import type { Source } from "../upstream/source.ts";

/** The name that our cache goes by. */
const CACHE = "deploy-lens";

/**
 * Says what our cache did. Source: RFC 9211.
 *
 * @example
 * cacheStatus({ outcome: "hit", ttlMs: 1500, … }); // "deploy-lens; hit; ttl=1"
 * cacheStatus({ outcome: "stale", ttlMs: -12000, failure: timeout, … }); // "deploy-lens; hit; ttl=-12; detail=timeout"
 */
export function cacheStatus({ outcome, ttlMs, failure }: Source): string {
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
