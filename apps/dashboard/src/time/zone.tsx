import { createContext, use } from "react";

export const ZoneContext = createContext<string | undefined>(undefined);

export function useZone(): string | undefined {
  return use(ZoneContext);
}
