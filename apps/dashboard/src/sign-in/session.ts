import type { TokenSource } from "@deploy-lens/client/call/transport";
import { createContext, use } from "react";

export interface Session {
  /** `null` without an issuer. */
  readonly token: TokenSource | null;
  readonly signOut: (() => void) | null;
}

/** The session could not be renewed right now; a later attempt may succeed. */
export class RenewalError extends Error {
  override readonly name = "RenewalError";
}

export const OPEN_SESSION: Session = { token: null, signOut: null };

export const SessionContext = createContext<Session>(OPEN_SESSION);

export function useSession(): Session {
  return use(SessionContext);
}
