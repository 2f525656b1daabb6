import { ErrorResponse, ErrorTimeout, type User, UserManager, WebStorageStateStore } from "oidc-client-ts";
import type { PageConfiguration } from "../configuration/configuration.ts";
import { exclusively, sharedWhileRunning } from "./renewal-lock.ts";
import { RenewalError, type Session } from "./session.ts";

/** The redirect URI's path. */
export const CALLBACK_PATH = "/signed-in";

export interface SignInFailure {
  readonly reason: "refused" | "unreachable" | "stale";
  readonly detail: string | null;
}

/**
 * The result of looking for a session: a session, or a way to start one with the reason why the last attempt failed.
 */
export type Found =
  | { readonly session: Session }
  | {
      readonly session: null;
      readonly signIn: () => Promise<void>;
      readonly failure: SignInFailure | null;
    };

interface Page {
  readonly origin: string;
  readonly path: string;
  /** Replaces the URL. */
  readonly goTo: (path: string) => void;
}

/**
 * Looks for a session: completes a sign-in that the issuer redirected here, or resumes the one of this browser.
 *
 * Authorization code with PKCE. Tokens are in local storage, so that tabs share one session and renew it once: a
 * refresh token that rotates can be used by only one of them. Hidden frames are not used, because the content
 * security policy forbids them.
 *
 * A useless redirect URL (an error, a code used before) is replaced; an existing session continues.
 */
export async function findSession(
  configuration: PageConfiguration & { issuer: string; clientId: string },
  page: Page,
  onEnd: () => void,
): Promise<Found> {
  const { resource } = configuration;
  const manager = userManager(configuration, page.origin);
  const { path, failure } = await finishSignIn(manager, page);
  const user = await manager.getUser();
  const usable = user !== null && (user.expired !== true || user.refresh_token !== undefined);
  if (!usable) {
    return { session: null, failure, signIn: () => manager.signinRedirect({ state: { returnTo: path } }) };
  }

  const end = () => {
    onEnd();
    return new Error("the session has ended");
  };
  const renew = sharedWhileRunning((unusable: string) =>
    exclusively(() => renewedToken(manager, unusable, resource, end)),
  );
  return {
    session: {
      token: async (refused) => {
        const current = await manager.getUser();
        if (current === null) throw end();
        return holds(current, refused) ? current.access_token : renew(current.access_token);
      },
      signOut: () =>
        void exclusively(() => manager.signoutRedirect()).catch(() => manager.removeUser().then(onEnd)),
    },
  };
}

function userManager(
  { issuer, clientId, scope, audience, resource }: PageConfiguration & { issuer: string; clientId: string },
  origin: string,
): UserManager {
  const prefix = "deploy-lens.oidc.";
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${origin}${CALLBACK_PATH}`,
    post_logout_redirect_uri: `${origin}/`,
    scope: scope ?? "openid",
    ...(resource === undefined ? {} : { resource }),
    ...(audience === undefined ? {} : { extraQueryParams: { audience } }),
    response_type: "code",
    userStore: new WebStorageStateStore({ store: localStorage, prefix }),
    // State is per tab, since a sign-in returns to the tab that started it.
    stateStore: new WebStorageStateStore({ store: sessionStorage, prefix }),
    automaticSilentRenew: false,
    monitorSession: false,
    loadUserInfo: false,
  });
}

/** Completes a sign-in if this is the redirect URI, and replaces the URL in any case. */
async function finishSignIn(
  manager: UserManager,
  page: Page,
): Promise<{ path: string; failure: SignInFailure | null }> {
  const [pathname] = page.path.split("?");
  if (pathname !== CALLBACK_PATH) return { path: page.path, failure: null };
  const leaveFor = (state: unknown) => {
    const path = returnPath(state);
    page.goTo(path);
    return path;
  };
  if (pathname === page.path) return { path: leaveFor(null), failure: null };
  try {
    const { state } = await manager.signinRedirectCallback();
    return { path: leaveFor(state), failure: null };
  } catch (error) {
    const state = error instanceof ErrorResponse ? error.state : null;
    return { path: leaveFor(state), failure: failureOf(error) };
  }
}

function failureOf(error: unknown): SignInFailure {
  if (error instanceof ErrorResponse) {
    const words = [error.error, error.error_description].filter((text) => text !== null);
    return { reason: "refused", detail: words.join(": ") };
  }
  const unreachable = error instanceof TypeError || error instanceof ErrorTimeout;
  return { reason: unreachable ? "unreachable" : "stale", detail: null };
}

function holds(user: User, refused: string | undefined): boolean {
  return user.expired !== true && user.access_token !== refused;
}

/**
 * Replaces a refused token by one that another tab has obtained meanwhile, or by a new one.
 *
 * @param end ends the session; called if the issuer refuses, not if it is unreachable
 */
async function renewedToken(
  manager: UserManager,
  unusable: string,
  resource: string | undefined,
  end: () => Error,
): Promise<string> {
  const user = await manager.getUser();
  if (user === null) throw end();
  if (holds(user, unusable)) return user.access_token;
  if (user.refresh_token === undefined) {
    await manager.removeUser();
    throw end();
  }
  try {
    const renewed = await manager.signinSilent(resource === undefined ? {} : { resource });
    if (renewed !== null) return renewed.access_token;
  } catch (cause) {
    if (!isRefusal(cause)) throw new RenewalError("the issuer could not be reached", { cause });
    // Without locks between tabs, another one may have used up the refresh token.
    const latest = await manager.getUser();
    if (latest !== null && latest.refresh_token !== user.refresh_token) return latest.access_token;
  }
  await manager.removeUser();
  throw end();
}

/** Temporary errors of an issuer (RFC 6749, 4.1.2.1; RFC 8628). */
const PASSING = ["temporarily_unavailable", "server_error", "slow_down"];

function isRefusal(error: unknown): boolean {
  return error instanceof ErrorResponse && !PASSING.includes(error.error ?? "");
}

/**
 * The page where the sign-in started. Accepts only paths of this page, since the state passes through the address
 * bar.
 */
function returnPath(state: unknown): string {
  const isRecord = typeof state === "object" && state !== null && "returnTo" in state;
  const path = isRecord ? state.returnTo : "/";
  const safe = typeof path === "string" && /^\/(?![/\\])/.test(path) && !path.startsWith(CALLBACK_PATH);
  return safe ? path : "/";
}
