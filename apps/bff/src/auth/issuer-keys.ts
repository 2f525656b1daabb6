import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from "jose";
import type { Clocks } from "../cache/read-through.ts";
import type { OidcSetting } from "../settings/auth.ts";

const TIMEOUT_MS = 3_000;

/** Thrown when the issuer's discovery document is unusable. */
export class DiscoveryError extends Error {
  override readonly name = "DiscoveryError";
}

/** Ms. The last known keys stay trusted this long, so that an issuer outage does not lock readers out at once. */
const TRUSTED_MS = 3_600_000;
const FRESH_MS = 600_000;
const COOL_DOWN_MS = 30_000;

/**
 * Caches an issuer's keys for ten minutes. An unknown key id triggers a refetch, at most twice a minute. While the
 * issuer is down the last known keys stay valid for an hour but no longer, since a key may have been revoked meanwhile.
 */
export async function issuerKeys(
  { issuer, jwksUri }: OidcSetting,
  { now, monotonicNow }: Clocks,
): Promise<JWTVerifyGetKey> {
  let fetched = { atMs: Number.NEGATIVE_INFINITY, monotonicMs: Number.NEGATIVE_INFINITY };
  // A clock may be set back, and the monotonic one stands still while a function is frozen: the later of both is right.
  const ageMs = () => Math.max(now() - fetched.atMs, monotonicNow() - fetched.monotonicMs);
  const remote = createRemoteJWKSet(new URL(jwksUri ?? (await discoverJwksUri(issuer))), {
    timeoutDuration: TIMEOUT_MS,
    cacheMaxAge: FRESH_MS,
    cooldownDuration: COOL_DOWN_MS,
    [customFetch]: async (url, options) => {
      const answer = await fetch(url, options);
      if (answer.ok) fetched = { atMs: now(), monotonicMs: monotonicNow() };
      return answer;
    },
  });
  return async (header, token) => {
    try {
      // By jose's clock, which may have been set back, they would be fresh for that much longer.
      if (remote.fresh && ageMs() >= FRESH_MS) await remote.reload();
      return await remote(header, token);
    } catch (error) {
      const isUnknown = error instanceof errors.JWKSNoMatchingKey;
      if (isUnknown && remote.coolingDown && ageMs() >= COOL_DOWN_MS) {
        await remote.reload();
        return remote(header, token);
      }
      const known = remote.jwks();
      if (known === undefined || ageMs() >= TRUSTED_MS || isUnknown) throw error;
      return createLocalJWKSet(known)(header, token);
    }
  };
}

/** Source: OpenID Connect Discovery 1.0, section 4. */
async function discoverJwksUri(issuer: string): Promise<string> {
  const answer = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, {
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const document: unknown = answer.ok ? await answer.json() : null;
  if (typeof document === "object" && document !== null) {
    const said: unknown = Reflect.get(document, "issuer");
    const uri: unknown = Reflect.get(document, "jwks_uri");
    if (said === issuer && typeof uri === "string") return uri;
  }
  throw new DiscoveryError("the issuer's discovery document is not its own, or names no keys");
}
