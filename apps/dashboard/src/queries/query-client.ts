import { QueryClient } from "@tanstack/react-query";

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The API client already retries temporary errors.
        retry: false,
        // Browsers only guess that they are offline; a local stack is reachable anyway.
        networkMode: "always",
        refetchOnReconnect: true,
        staleTime: 2_000,
        refetchIntervalInBackground: true,
      },
    },
  });
}
