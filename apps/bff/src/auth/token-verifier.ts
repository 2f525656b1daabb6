import type { OidcSetting } from "./auth-setting.ts";
import type { Claims } from "./claims.ts";

/** Verifies a token. @throws ProblemError `unauthenticated`, or `issuer-unavailable` when nobody can tell now. */
export type TokenVerifier = (token: string) => Promise<Claims>;

/**
 * Creates a verifier of tokens by the issuer's public keys. What it takes is loaded with the first token: behind a gateway
 * that verifies, none comes here.
 */
export function createTokenVerifier(setting: OidcSetting, now: () => number): TokenVerifier {
  let verifier: Promise<TokenVerifier> | null = null;
  return async (token) => {
    verifier ??= import("./verify-token.ts").then(({ tokenVerifier }) => tokenVerifier(setting, now));
    return (await verifier)(token);
  };
}
