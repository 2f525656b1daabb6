import type { Secret } from "../settings/secret.ts";
import type { Validity } from "./refreshed.ts";

/** A token of one project. Times are epoch ms. */
export interface IamToken {
  readonly token: Secret;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

/**
 * When to renew a token and when to stop sending it: half an hour and half a minute before its end, sooner where its life
 * is short (20 % and 5 % of it).
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
