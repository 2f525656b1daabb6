import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useState } from "react";
import type { PageConfiguration } from "../configuration/configuration.ts";
import type { Found } from "./oidc.ts";
import { OPEN_SESSION, SessionContext } from "./session.ts";
import { SignInPage } from "./sign-in-page.tsx";

/**
 * Shows the page to signed-in readers, or to all if there is no issuer; otherwise asks to sign in. Only then is the
 * OIDC client loaded.
 */
export function SignInGate({
  configuration,
  children,
}: {
  configuration: PageConfiguration;
  children: ReactNode;
}) {
  const { issuer, clientId } = configuration;
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((before) => before + 1), []);
  // A query, because the authorization response in the URL can be used only once, however often this renders.
  const { data, error } = useQuery({
    queryKey: ["session", round],
    queryFn: () => find({ ...configuration, issuer: issuer ?? "", clientId: clientId ?? "" }, again),
    enabled: issuer !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (issuer === undefined) return <SessionContext value={OPEN_SESSION}>{children}</SessionContext>;
  if (data?.session) return <SessionContext value={data.session}>{children}</SessionContext>;
  return <SignInPage error={error} found={data ?? null} retry={again} />;
}

async function find(
  configuration: PageConfiguration & { issuer: string; clientId: string },
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
