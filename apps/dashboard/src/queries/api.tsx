import type { Client } from "@deploy-lens/client/client";
import { createContext, use } from "react";

/** The way to the API, in the reader's language and with their token. */
export const ApiContext = createContext<Client | null>(null);

export function useApi(): Client {
  const client = use(ApiContext);
  if (client === null) throw new Error("useApi needs an ApiContext around it");
  return client;
}
