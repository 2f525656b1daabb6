import type { ProblemError } from "./problem-error.ts";

/** What an API gateway reports beside the request itself. */
export interface GatewayContext {
  readonly requestId: string;
  /** Remaining run time of the function, ms. */
  readonly remainingMs: () => number;
  /** True if the function can return this body. */
  readonly takes: (body: string | Uint8Array) => boolean;
  /** Why the request must be refused; `null` when it is acceptable. */
  readonly refusal: ProblemError | null;
}
