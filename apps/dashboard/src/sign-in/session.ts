import type { TokenSource } from "@deploy-lens/client/transport";
import { createContext, use } from "react";

/** Who reads, as far as the environment asks. */
export interface Session {
  /** `null` where the environment has no issuer. */
  readonly token: TokenSource | null;
  readonly signOut: (() => void) | null;
}

/** The session could not be renewed just now; it may be later. */
export class RenewalError extends Error {
  override readonly name = "RenewalError";
}

/** Everybody, where nobody need sign in. */
export const OPEN_SESSION: Session = { token: null, signOut: null };

export const SessionContext = createContext<Session>(OPEN_SESSION);

export function useSession(): Session {
  return use(SessionContext);
}
