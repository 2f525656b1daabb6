import { errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { createBoundedMap } from "../cache/bounded-map.ts";
import type { Clocks } from "../cache/read-through.ts";
import { ProblemError } from "../request/problem-error.ts";
import type { OidcSetting } from "../settings/auth.ts";
import { assertAccessToken, assertAudience, type Claims } from "./claims.ts";
import { issuerKeys } from "./issuer-keys.ts";

/** Seconds of clock skew allowed between the issuer and this process. */
const CLOCK_TOLERANCE_S = 30;
const RETRY_AFTER_MS = 5_000;

/**
 * Ms. A verified token is trusted this long without recomputing its signature, never past its expiry. It also bounds
 * how long a withdrawn key keeps working.
 */
const VERIFIED_MS = 60_000;
/** Cached tokens; each takes a few KB. */
const MOST_VERIFIED = 500;

/** Verifies a token. @throws ProblemError `unauthenticated`, or `issuer-unavailable` when the keys cannot be fetched */
export type TokenVerifier = (token: string) => Promise<Claims>;

/** Claims valid until either clock expires them: the wall clock may be set back, the monotonic one stops while a function is frozen. */
interface Verified {
  readonly claims: Claims;
  readonly untilMs: number;
  readonly monotonicUntilMs: number;
}

export function tokenVerifier(setting: OidcSetting, clocks: Clocks): TokenVerifier {
  const { now, monotonicNow } = clocks;
  let keys: Promise<JWTVerifyGetKey> | null = null;
  const keysOf = () => {
    keys ??= issuerKeys(setting, clocks).catch((error: unknown) => {
      keys = null;
      throw error;
    });
    return keys;
  };

  const verified = createBoundedMap<Verified>(MOST_VERIFIED);

  return async (token) => {
    const known = verified.get(token);
    if (known !== undefined && now() < known.untilMs && monotonicNow() < known.monotonicUntilMs) {
      return known.claims;
    }
    try {
      const { payload, protectedHeader } = await jwtVerify(token, await keysOf(), {
        issuer: setting.issuer,
        algorithms: [...setting.algorithms],
        clockTolerance: CLOCK_TOLERANCE_S,
        currentDate: new Date(now()),
        requiredClaims: ["exp"],
      });
      assertTokenType(protectedHeader.typ);
      assertAudience(payload, setting.audiences);
      assertAccessToken(payload, setting.requiredScope ?? null);
      const untilMs = Math.min(now() + VERIFIED_MS, (payload.exp ?? 0) * 1_000);
      const monotonicUntilMs = monotonicNow() + VERIFIED_MS;
      verified.set(token, { claims: payload, untilMs, monotonicUntilMs }, 1);
      return payload;
    } catch (error) {
      throw explained(error);
    }
  };
}

/**
 * Rejects tokens signed for another purpose, such as logout, proof of possession or security events. Source: RFC 8725,
 * section 3.11.
 */
function assertTokenType(typ: string | undefined): void {
  if (typ === undefined || /^(?:application\/)?(?:at\+)?jwt$/i.test(typ)) return;
  throw refused("The token is not an access token.", null);
}

function explained(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof errors.JWTExpired) {
    return refused("The token has expired: get a new one.", error, { wireCode: "APIG.0307" });
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return refused(CLAIM_HINTS.get(error.claim) ?? "A claim of the token is not valid.", error);
  }
  if (TOKEN_ERRORS.some((kind) => error instanceof kind)) {
    return refused("The token is not one that its issuer signed for us.", error);
  }
  return new ProblemError("issuer-unavailable", { cause: error, retryAfterMs: RETRY_AFTER_MS });
}

/** Errors caused by the token itself. Any other error happened while fetching the issuer's keys. */
const TOKEN_ERRORS = [
  errors.JWSInvalid,
  errors.JWTInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

/** Requirements per claim, quoted in the error detail. */
const CLAIM_HINTS: ReadonlyMap<string, string> = new Map([
  ["iss", "The token is of another issuer."],
  ["nbf", "The token is not valid yet."],
  ["exp", "The token says no time of expiry."],
]);

function refused(detail: string, cause: unknown, options: { readonly wireCode?: string } = {}): ProblemError {
  return new ProblemError("unauthenticated", { detail, cause, ...options });
}
