import type { Context } from "hono";
import type { Clocks } from "../cache/read-through.ts";
import type { AppEnv } from "../request/context.ts";
import type { Principal } from "../request/principal.ts";
import type { AuthSetting, OidcSetting } from "../settings/auth.ts";
import { type Claims, projectsIn } from "./claims.ts";

/** Identifies the caller of a request. @throws ProblemError `unauthenticated`, `issuer-unavailable`, `too-many-requests` */
export type Authenticate = (c: Context<AppEnv>) => Promise<Principal>;

export function createAuthenticate(
  setting: AuthSetting,
  served: ReadonlySet<string>,
  clocks: Clocks,
  requestsPerCaller: number | null = null,
): Authenticate {
  if (setting.mode === "off") return async () => ({ caller: "anybody", projects: "all", served });
  const ofToken = loadedWithFirst(setting, clocks, requestsPerCaller);
  return async (c) => {
    const { bearerToken, verify, countRequest } = await ofToken();
    const token = bearerToken(
      { authorization: c.req.header("authorization"), xAuthToken: c.req.header("x-auth-token") },
      c.get("context").family,
    );
    const principal = principalOf(await verify(token), setting, served);
    countRequest(principal.caller);
    return principal;
  };
}

function principalOf(claims: Claims, { projectsClaim }: OidcSetting, served: ReadonlySet<string>): Principal {
  const caller = [claims.sub, claims.client_id ?? claims.azp].join(" ");
  return { caller, projects: projectsIn(claims[projectsClaim]), served };
}

export function loadTokenVerification() {
  return Promise.all([import("./bearer-token.ts"), import("./verify-token.ts"), import("./caller-rate.ts")]);
}

/**
 * Loads the token verifier with the first token, so that it does not slow down a function's start. The promise is
 * memoized: even a repeated `import()` costs half as much as a request.
 */
function loadedWithFirst(setting: OidcSetting, clocks: Clocks, requestsPerCaller: number | null) {
  const load = async () => {
    const [{ bearerToken }, { tokenVerifier }, { createCallerRate }] = await loadTokenVerification();
    return {
      bearerToken,
      verify: tokenVerifier(setting, clocks),
      countRequest:
        requestsPerCaller === null
          ? () => undefined
          : createCallerRate(requestsPerCaller, clocks.monotonicNow),
    };
  };
  let loaded: ReturnType<typeof load> | null = null;
  return () => {
    loaded ??= load();
    return loaded;
  };
}
