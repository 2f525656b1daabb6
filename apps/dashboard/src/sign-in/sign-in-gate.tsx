import { type ReactNode, useCallback, useEffect, useState } from "react";
import type { Configuration } from "../configuration/configuration.ts";
import type { Found } from "./oidc.ts";
import { OPEN_SESSION, SessionContext } from "./session.ts";
import { SignInPage } from "./sign-in-page.tsx";

type State = { readonly found: Found | null; readonly error: unknown };

/** Lets through whoever need not sign in, or has; asks the others to. The OIDC client is loaded for them alone. */
export function SignInGate(props: { configuration: Configuration; children: ReactNode }) {
  const { configuration, children } = props;
  const { issuer, clientId } = configuration;
  const [state, setState] = useState<State>({ found: null, error: null });
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((before) => before + 1), []);

  useEffect(() => {
    if (issuer === undefined || clientId === undefined) return;
    let current = true;
    find({ ...configuration, issuer, clientId }, again).then(
      (found) => current && setState({ found, error: null }),
      (error: unknown) => current && setState({ found: null, error }),
    );
    return () => {
      current = false;
    };
  }, [configuration, issuer, clientId, round, again]);

  if (issuer === undefined) return <SessionContext value={OPEN_SESSION}>{children}</SessionContext>;
  if (state.found?.session) return <SessionContext value={state.found.session}>{children}</SessionContext>;
  return <SignInPage error={state.error} signIn={state.found?.signIn ?? null} retry={again} />;
}

async function find(
  configuration: Configuration & { issuer: string; clientId: string },
  onEnd: () => void,
): Promise<Found> {
  const { findSession } = await import("./oidc.ts");
  const page = {
    origin: location.origin,
    path: `${location.pathname}${location.search}`,
    goTo: (path: string) => history.replaceState(null, "", path),
  };
  return findSession(configuration, page, onEnd);
}
