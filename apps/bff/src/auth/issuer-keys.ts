import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from "jose";
import type { OidcSetting } from "../settings/auth.ts";

const TIMEOUT_MS = 3_000;

/** The issuer's discovery document cannot be used. */
export class DiscoveryError extends Error {
  override readonly name = "DiscoveryError";
}

/** Ms. For so long keys serve that were fetched last: an issuer that is down must not lock its own readers out at once. */
const TRUSTED_MS = 3_600_000;

/**
 * Finds an issuer's keys. They are kept for ten minutes and fetched again when a token names another one, twice a minute at
 * most; while the issuer is down, those known last serve for an hour, and no longer: a key may have been revoked meanwhile.
 */
export async function issuerKeys(
  { issuer, jwksUri }: OidcSetting,
  now: () => number,
): Promise<JWTVerifyGetKey> {
  let fetchedAtMs = Number.NEGATIVE_INFINITY;
  const remote = createRemoteJWKSet(new URL(jwksUri ?? (await discoverJwksUri(issuer))), {
    timeoutDuration: TIMEOUT_MS,
    [customFetch]: async (url, options) => {
      const answer = await fetch(url, options);
      if (answer.ok) fetchedAtMs = now();
      return answer;
    },
  });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      const known = remote.jwks();
      const isTrusted = now() - fetchedAtMs < TRUSTED_MS;
      if (known === undefined || !isTrusted || error instanceof errors.JWKSNoMatchingKey) throw error;
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
