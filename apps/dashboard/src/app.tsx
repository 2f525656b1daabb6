import { createClient } from "@deploy-lens/client/call";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { loadConfiguration, type PageConfiguration } from "./configuration/configuration.ts";
import { RegionContext } from "./configuration/console-link.tsx";
import { ErrorView } from "./design/error-view.tsx";
import { LanguageProvider, useLanguage } from "./language/language.tsx";
import { languageTag } from "./language/language-tag.ts";
import { ApiContext } from "./queries/api.tsx";
import { fetchInTurn } from "./queries/fetch-in-turn.ts";
import { createQueryClient } from "./queries/query-client.ts";
import { createDashboardRouter } from "./router.tsx";
import { useSession } from "./sign-in/session.ts";
import { SignInGate } from "./sign-in/sign-in-gate.tsx";

const queries = createQueryClient();

/** Queries whose answers do not depend on the reader's language. */
const LANGUAGE_INDEPENDENT: readonly string[] = ["configuration", "session"];

export function Dashboard() {
  return (
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <Configured />
      </QueryClientProvider>
    </LanguageProvider>
  );
}

function Configured() {
  const {
    data: configuration,
    error,
    refetch,
  } = useQuery({
    queryKey: ["configuration"],
    queryFn: ({ signal }) => loadConfiguration(signal, fetchInTurn),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (configuration === undefined) return error === null ? null : <ErrorView error={error} retry={refetch} />;
  return (
    <SignInGate configuration={configuration}>
      <Pages configuration={configuration} />
    </SignInGate>
  );
}

function Pages({ configuration }: { configuration: PageConfiguration }) {
  const { language } = useLanguage();
  const { token } = useSession();
  // One client for every language: what is read again when the language changes may hold on to the client from before.
  const spoken = useRef(language);
  spoken.current = language;
  const client = useMemo(
    () =>
      createClient({
        fetch: (input, init) => {
          const headers = new Headers(init?.headers);
          headers.set("accept-language", languageTag(spoken.current));
          return fetchInTurn(input, { ...init, headers });
        },
        baseUrl: configuration.apiBase ?? "",
        ...(token === null ? {} : { token }),
      }),
    [configuration, token],
  );
  const [router] = useState(() => createDashboardRouter({ client, queries }));
  // Advice and error titles are localized by the API: refetch, and show the current page meanwhile.
  const asked = useRef(language);
  useEffect(() => {
    if (asked.current === language) return;
    asked.current = language;
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => !LANGUAGE_INDEPENDENT.includes(String(queryKey[0])),
    });
  }, [language]);
  return (
    <ApiContext value={client}>
      <RegionContext value={configuration.region}>
        <RouterProvider router={router} context={{ client, queries }} />
      </RegionContext>
    </ApiContext>
  );
}
