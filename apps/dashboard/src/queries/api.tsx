import type { Client } from "@deploy-lens/client/call";
import { createContext, use } from "react";

export const ApiContext = createContext<Client | null>(null);

export function useApi(): Client {
  const client = use(ApiContext);
  if (client === null) throw new Error("useApi needs an ApiContext around it");
  return client;
}
