import type { Context } from "hono";
import type { AppEnv } from "../request/context.ts";
import type { Principal } from "../request/principal.ts";
import { ProblemError } from "../request/problem-error.ts";
import type { AuthSetting, OidcSetting } from "../settings/auth.ts";
import { assertAccessToken, assertAudience, type Claims, projectsIn } from "./claims.ts";
import type { TokenVerifier } from "./verify-token.ts";

/** Finds out who sends a request. @throws ProblemError `unauthenticated`, `issuer-unavailable` */
export type Authenticate = (c: Context<AppEnv>) => Promise<Principal>;

/** Creates the check that every route about a project begins with. */
export function createAuthenticate(
  setting: AuthSetting,
  served: ReadonlySet<string>,
  now: () => number,
): Authenticate {
  if (setting.mode === "off") return async () => ({ caller: "anybody", projects: "all", served });
  const verify = createTokenVerifier(setting, now);
  return async (c) => {
    const verified = c.env?.gateway?.claims ?? null;
    if (verified !== null) return principalOf(gatewayClaims(verified, setting), setting, served);
    // As the verifier: behind a gateway that verifies, no token is read here.
    const { bearerToken } = await import("./bearer-token.ts");
    const token = bearerToken(
      { authorization: c.req.header("authorization"), xAuthToken: c.req.header("x-auth-token") },
      c.var.context.family,
    );
    return principalOf(await verify(token), setting, served);
  };
}

/** The gateway verified signature and time; that it was set up for the same issuer and audience is cheap to see. */
function gatewayClaims(claims: Claims, { issuer, audiences, requiredScope }: OidcSetting): Claims {
  if (claims.iss !== issuer)
    throw new ProblemError("unauthenticated", { detail: "The token is of another issuer." });
  assertAudience(claims, audiences);
  assertAccessToken(claims, requiredScope ?? null);
  return claims;
}

function principalOf(claims: Claims, { projectsClaim }: OidcSetting, served: ReadonlySet<string>): Principal {
  const caller = [claims.sub, claims.client_id ?? claims.azp].join(" ");
  return { caller, projects: projectsIn(claims[projectsClaim]), served };
}

/**
 * Creates a verifier of tokens by the issuer's public keys. What it takes is loaded with the first token: behind a gateway
 * that verifies, none comes here.
 */
function createTokenVerifier(setting: OidcSetting, now: () => number): TokenVerifier {
  let verifier: Promise<TokenVerifier> | null = null;
  return async (token) => {
    verifier ??= import("./verify-token.ts").then(({ tokenVerifier }) => tokenVerifier(setting, now));
    return (await verifier)(token);
  };
}
