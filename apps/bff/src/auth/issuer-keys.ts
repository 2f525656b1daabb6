import { createSend, type Send } from "@deploy-lens/modelarts/http/send";
import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from "jose";
import type { Clocks } from "../cache/read-through.ts";
import type { OidcSetting } from "../settings/auth.ts";

const TIMEOUT_MS = 3_000;
/** Keys of the largest providers take a few KB. */
const MAX_BYTES = 1_000_000;

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
  // The wall clock may be set back, and the monotonic one stops while a function is frozen, so the later of both is
  // used.
  const ageMs = () => Math.max(now() - fetched.atMs, monotonicNow() - fetched.monotonicMs);
  // Not `fetch`, which Node.js would load and compile for these two requests.
  const send = createSend();
  const remote = createRemoteJWKSet(new URL(jwksUri ?? (await discoverJwksUri(issuer, send))), {
    timeoutDuration: TIMEOUT_MS,
    cacheMaxAge: FRESH_MS,
    cooldownDuration: COOL_DOWN_MS,
    [customFetch]: async (url, { headers, signal }) => {
      const request = { method: "GET", url: new URL(url), headers: Object.fromEntries(headers) } as const;
      const { status, body } = await send(request, { signal, maxBytes: MAX_BYTES });
      if (status === 200) fetched = { atMs: now(), monotonicMs: monotonicNow() };
      return new Response(new TextDecoder().decode(body ?? undefined), { status });
    },
  });
  return async (header, token) => {
    try {
      // By jose's clock, which may have been set back, they would stay fresh for that much longer.
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
      return createLocalJWKSet(known)(header, token).catch(() => {
        // The key may be a new one, so the token is not at fault.
        throw error;
      });
    }
  };
}

/** Source: OpenID Connect Discovery 1.0, section 4. */
async function discoverJwksUri(issuer: string, send: Send): Promise<string> {
  const url = new URL(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  const limits = { signal: AbortSignal.timeout(TIMEOUT_MS), maxBytes: MAX_BYTES };
  const { status, body } = await send({ method: "GET", url, headers: {} }, limits);
  const document: unknown =
    status === 200 && body !== null ? JSON.parse(new TextDecoder().decode(body)) : null;
  if (typeof document === "object" && document !== null) {
    const said: unknown = Reflect.get(document, "issuer");
    const uri: unknown = Reflect.get(document, "jwks_uri");
    if (said === issuer && typeof uri === "string") return uri;
  }
  throw new DiscoveryError("the issuer's discovery document is not its own, or names no keys");
}
