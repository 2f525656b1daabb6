import { createContext, use } from "react";

/** The zone in which times are shown; `undefined` for the reader's own. */
export const ZoneContext = createContext<string | undefined>(undefined);

export function useZone(): string | undefined {
  return use(ZoneContext);
}
