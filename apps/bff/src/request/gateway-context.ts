import type { ProblemError } from "./problem-error.ts";

export interface GatewayContext {
  readonly requestId: string;
  /** Remaining run time of the function, ms. */
  readonly remainingMs: () => number;
  /** True if the function can return this body. */
  readonly takes: (body: string | Uint8Array) => boolean;
  /** The reason to refuse the request; `null` if it is acceptable. */
  readonly refusal: ProblemError | null;
}
