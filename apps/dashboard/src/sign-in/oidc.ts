import { type User, UserManager, WebStorageStateStore } from "oidc-client-ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Session } from "./session.ts";

/** Where the issuer sends people back to. */
export const CALLBACK_PATH = "/signed-in";

/** What came of looking for a session: one, or a way to begin one. */
export type Found =
  | { readonly session: Session }
  | { readonly session: null; readonly signIn: () => Promise<void> };

/**
 * Looks for a session: finishes a sign-in that the issuer sent back here, or takes up the one of this tab.
 *
 * Authorization code with PKCE. Tokens live in this tab's session storage and end with it. A token that ran out is
 * renewed by its refresh token where the issuer gave one; hidden frames are not used, the content security policy
 * forbids them.
 *
 * @throws ErrorResponse when the issuer refuses, Error when it cannot be reached.
 */
export async function findSession(
  { issuer, clientId, scope }: Configuration & { issuer: string; clientId: string },
  page: { readonly origin: string; readonly path: string; readonly goTo: (path: string) => void },
  onEnd: () => void,
): Promise<Found> {
  const store = () => new WebStorageStateStore({ store: sessionStorage, prefix: "deploy-lens.oidc." });
  const manager = new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${page.origin}${CALLBACK_PATH}`,
    post_logout_redirect_uri: `${page.origin}/`,
    scope: scope ?? "openid",
    response_type: "code",
    userStore: store(),
    stateStore: store(),
    automaticSilentRenew: false,
    monitorSession: false,
    loadUserInfo: false,
  });

  const signIn = (returnTo: string) => manager.signinRedirect({ state: { returnTo } });
  if (page.path.startsWith(`${CALLBACK_PATH}?`)) {
    const { state } = await manager.signinRedirectCallback();
    page.goTo(returnPath(state));
  }

  const renew = oneAtATime(() => manager.signinSilent().catch(() => null));
  const user = await manager.getUser();
  const usable = user !== null && (user.expired !== true || user.refresh_token !== undefined);
  if (!usable) return { session: null, signIn: () => signIn(page.path) };
  return {
    session: {
      token: (refused) => currentToken(manager, renew, refused, onEnd),
      signOut: () => void manager.signoutRedirect().catch(() => manager.removeUser().then(onEnd)),
    },
  };
}

/** A refresh token holds once: whoever needs a new token while one is on its way gets that one. */
function oneAtATime<Result>(run: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | null = null;
  return () => {
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
}

async function currentToken(
  manager: UserManager,
  renew: () => Promise<User | null>,
  refused: string | undefined,
  onEnd: () => void,
): Promise<string> {
  const user = await manager.getUser();
  if (user !== null && user.expired !== true && user.access_token !== refused) return user.access_token;
  if (user?.refresh_token !== undefined) {
    const renewed = await renew();
    if (renewed !== null) return renewed.access_token;
  }
  await manager.removeUser();
  onEnd();
  throw new Error("the session has ended");
}

/** Back to where the sign-in began, and only to a path of this page: the state came through the address bar. */
function returnPath(state: unknown): string {
  const isRecord = typeof state === "object" && state !== null && "returnTo" in state;
  const path = isRecord ? state.returnTo : "/";
  const safe = typeof path === "string" && /^\/(?![/\\])/.test(path) && !path.startsWith(CALLBACK_PATH);
  return safe ? path : "/";
}
