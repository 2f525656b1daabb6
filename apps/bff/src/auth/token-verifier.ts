import type { JWTVerifyGetKey } from "jose";
import { ProblemError } from "../problem-error.ts";
import { assertAudience } from "./audience.ts";
import type { OidcSetting } from "./auth-setting.ts";
import type { Claims } from "./claims.ts";

/** Verifies a token. @throws ProblemError `unauthenticated`, or `issuer-unavailable` when nobody can tell now. */
export type TokenVerifier = (token: string) => Promise<Claims>;

/** Clocks of issuers and of ours may differ by this much. */
const CLOCK_TOLERANCE_S = 30;
const ISSUER_TIMEOUT_MS = 3_000;
const RETRY_AFTER_MS = 5_000;

/**
 * Creates a verifier of tokens by the issuer's public keys.
 *
 * Keys are kept for ten minutes and fetched again when a token names another one; while the issuer is down, those known
 * last still serve. The library is loaded with the first token, since behind a gateway that verifies none comes here.
 */
export function createTokenVerifier(setting: OidcSetting, now: () => number): TokenVerifier {
  let keys: Promise<JWTVerifyGetKey> | null = null;
  const keysOf = () => {
    keys ??= issuerKeys(setting).catch((error: unknown) => {
      keys = null;
      throw error;
    });
    return keys;
  };

  return async (token) => {
    const { jwtVerify, errors } = await import("jose");
    try {
      const { payload } = await jwtVerify(token, await keysOf(), {
        issuer: setting.issuer,
        algorithms: [...setting.algorithms],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(now()),
        requiredClaims: ["exp"],
      });
      assertAudience(payload, setting.audiences);
      return payload;
    } catch (error) {
      throw explained(error, errors);
    }
  };
}

type JoseErrors = typeof import("jose")["errors"];

function explained(error: unknown, errors: JoseErrors): ProblemError {
  const refused = (detail: string, wireCode?: string) =>
    new ProblemError("unauthenticated", {
      detail,
      cause: error,
      ...(wireCode === undefined ? {} : { wireCode }),
    });
  if (error instanceof ProblemError) return error;
  if (error instanceof errors.JWTExpired) {
    return refused("The token has expired: get a new one.", "APIG.0307");
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return refused(CLAIM_HINTS.get(error.claim) ?? "A claim of the token is not valid.");
  }
  const isTokensFault =
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys;
  if (isTokensFault) return refused("The token is not one that its issuer signed for us.");
  return issuerUnavailable(error);
}

/** What each claim must be, said to whoever sent it otherwise. */
const CLAIM_HINTS: ReadonlyMap<string, string> = new Map([
  ["iss", "The token is of another issuer."],
  ["nbf", "The token is not valid yet."],
  ["exp", "The token says no time of expiry."],
]);

function issuerUnavailable(cause: unknown): ProblemError {
  return new ProblemError("issuer-unavailable", { cause, retryAfterMs: RETRY_AFTER_MS });
}

async function issuerKeys(setting: OidcSetting): Promise<JWTVerifyGetKey> {
  const { createLocalJWKSet, createRemoteJWKSet, errors } = await import("jose");
  const remote = createRemoteJWKSet(new URL(setting.jwksUri ?? (await discoverJwksUri(setting.issuer))), {
    timeoutDuration: ISSUER_TIMEOUT_MS,
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
  try {
    const answer = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, {
      redirect: "error",
      signal: AbortSignal.timeout(ISSUER_TIMEOUT_MS),
    });
    const document: unknown = answer.ok ? await answer.json() : null;
    const isObject = typeof document === "object" && document !== null;
    const said: unknown = isObject ? Reflect.get(document, "issuer") : null;
    const uri: unknown = isObject ? Reflect.get(document, "jwks_uri") : null;
    if (said === issuer && typeof uri === "string") return uri;
  } catch (error) {
    throw issuerUnavailable(error);
  }
  throw issuerUnavailable(new Error("the issuer's discovery document is not its own, or names no keys"));
}
