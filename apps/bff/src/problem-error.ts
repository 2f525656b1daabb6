import type { ParameterError } from "@deploy-lens/api/problem";
import type { ProblemName } from "@deploy-lens/api/problem-types";

interface ProblemOptions {
  /** Each parameter that is wrong. */
  readonly errors?: readonly ParameterError[];
  /** When to come back; becomes `Retry-After`. */
  readonly retryAfterMs?: number;
  /** The upstream's code for it, where a wire-compatible answer can be more exact than the problem's own code. */
  readonly wireCode?: string;
  readonly cause?: unknown;
}

/** Thrown to end a request with an error answer. `detail` goes to the caller: no secret, no text of the upstream. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: ProblemName;
  readonly detail: string | null;
  readonly errors: readonly ParameterError[];
  readonly retryAfterMs: number | null;
  readonly wireCode: string | null;

  constructor(problem: ProblemName, detail: string | null, options: ProblemOptions = {}) {
    super(detail ?? problem, { cause: options.cause });
    this.problem = problem;
    this.detail = detail;
    this.errors = options.errors ?? [];
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.wireCode = options.wireCode ?? null;
  }
}

/** Bad parameters: the detail names each of them, for people who read only that. */
export function invalidParameters(
  errors: readonly ParameterError[],
  options: Pick<ProblemOptions, "wireCode" | "cause"> & { readonly detail?: string } = {},
): ProblemError {
  const { detail = errors.map(({ parameter, message }) => `${parameter} ${message}`).join("; "), ...rest } =
    options;
  return new ProblemError("invalid-parameters", detail, { ...rest, errors });
}
