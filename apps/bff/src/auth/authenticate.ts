import type { Context } from "hono";
import type { Clocks } from "../cache/read-through.ts";
import type { AppEnv } from "../request/context.ts";
import type { Principal } from "../request/principal.ts";
import type { AuthSetting, OidcSetting } from "../settings/auth.ts";
import { type Claims, projectsIn } from "./claims.ts";

/** Identifies the caller of a request. @throws ProblemError `unauthenticated`, `issuer-unavailable` */
export type Authenticate = (c: Context<AppEnv>) => Promise<Principal>;

export function createAuthenticate(
  setting: AuthSetting,
  served: ReadonlySet<string>,
  clocks: Clocks,
): Authenticate {
  if (setting.mode === "off") return async () => ({ caller: "anybody", projects: "all", served });
  const ofToken = loadedWithFirst(setting, clocks);
  return async (c) => {
    const { bearerToken, verify } = await ofToken();
    const token = bearerToken(
      { authorization: c.req.header("authorization"), xAuthToken: c.req.header("x-auth-token") },
      c.get("context").family,
    );
    return principalOf(await verify(token), setting, served);
  };
}

function principalOf(claims: Claims, { projectsClaim }: OidcSetting, served: ReadonlySet<string>): Principal {
  const caller = [claims.sub, claims.client_id ?? claims.azp].join(" ");
  return { caller, projects: projectsIn(claims[projectsClaim]), served };
}

/**
 * Loads the token verifier with the first token, so that it does not slow down a function's start. The promise is
 * memoized: even a repeated `import()` costs half as much as a request.
 */
function loadedWithFirst(setting: OidcSetting, clocks: Clocks) {
  const load = async () => {
    const [{ bearerToken }, { tokenVerifier }] = await Promise.all([
      import("./bearer-token.ts"),
      import("./verify-token.ts"),
    ]);
    return { bearerToken, verify: tokenVerifier(setting, clocks) };
  };
  let loaded: ReturnType<typeof load> | null = null;
  return () => {
    loaded ??= load();
    return loaded;
  };
}
