import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey } from "jose";
import type { OidcSetting } from "../settings/auth.ts";

const TIMEOUT_MS = 3_000;

/** The issuer's discovery document cannot be used. */
export class DiscoveryError extends Error {
  override readonly name = "DiscoveryError";
}

/**
 * Finds an issuer's keys. They are kept for ten minutes and fetched again when a token names another one, twice a minute at
 * most; while the issuer is down, those known last still serve.
 */
export async function issuerKeys({ issuer, jwksUri }: OidcSetting): Promise<JWTVerifyGetKey> {
  const remote = createRemoteJWKSet(new URL(jwksUri ?? (await discoverJwksUri(issuer))), {
    timeoutDuration: TIMEOUT_MS,
  });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      const known = remote.jwks();
      if (known === undefined || error instanceof errors.JWKSNoMatchingKey) throw error;
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
