import type { Secret } from "../settings/secret.ts";
import type { Validity } from "./refreshed.ts";

/** A project-scoped token. Times are epoch ms. */
export interface IamToken {
  readonly token: Secret;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

/**
 * Computes when to renew a token and when to stop sending it: 30 minutes and 30 seconds before it expires, or 20 % and 5 %
 * of its lifetime if that is shorter.
 *
 * @example
 * tokenValidity({ token, issuedAtMs: 0, expiresAtMs: 86_400_000 }); // { refreshAtMs: 84_600_000, expiresAtMs: 86_370_000 }
 */
export function tokenValidity({ issuedAtMs, expiresAtMs }: IamToken): Validity {
  const lifeMs = expiresAtMs - issuedAtMs;
  return {
    refreshAtMs: expiresAtMs - Math.min(30 * 60_000, lifeMs * 0.2),
    expiresAtMs: expiresAtMs - Math.min(30_000, lifeMs * 0.05),
  };
}
