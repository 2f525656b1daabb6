import { QueryClient } from "@tanstack/react-query";

/** The page's memory of answers. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The API's client retries what passes by itself, and knows what does not.
        retry: false,
        // "Offline" is what a browser guesses; a local stack answers all the same.
        networkMode: "always",
        refetchOnReconnect: true,
        staleTime: 2_000,
        refetchIntervalInBackground: true,
      },
    },
  });
}
