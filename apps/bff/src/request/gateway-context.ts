import type { ProblemError } from "./problem-error.ts";

/** What an API gateway says of a request beside the request itself. */
export interface GatewayContext {
  /** The claims of a token that the gateway verified; `null` when it verified none. */
  readonly claims: Readonly<Record<string, unknown>> | null;
  readonly requestId: string;
  /** How long the function may still run, ms. */
  readonly remainingMs: () => number;
  /** Whether the function can return this body. */
  readonly takes: (body: string | Uint8Array) => boolean;
  /** Why the request cannot be taken as it came; `null` when it can. */
  readonly refusal: ProblemError | null;
}
