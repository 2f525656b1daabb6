import type { ParameterError } from "@deploy-lens/api/problems/problem";
import type { ProblemName } from "@deploy-lens/api/problems/problem-types";

interface ProblemOptions {
  /** What happened this time, and what to do: a sentence for the caller. No secret, no text of the upstream. */
  readonly detail?: string;
  /** Each parameter that is wrong. */
  readonly errors?: readonly ParameterError[];
  /** When to come back; becomes `Retry-After`. */
  readonly retryAfterMs?: number;
  /** The upstream's code for it, where a wire-compatible answer can be more exact than the problem's own code. */
  readonly wireCode?: string;
  readonly cause?: unknown;
}

/** Thrown to end a request with an error answer. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: ProblemName;
  readonly detail: string | null;
  readonly errors: readonly ParameterError[];
  readonly retryAfterMs: number | null;
  readonly wireCode: string | null;

  constructor(problem: ProblemName, options: ProblemOptions = {}) {
    super(options.detail ?? problem, { cause: options.cause });
    this.problem = problem;
    this.detail = options.detail ?? null;
    this.errors = options.errors ?? [];
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.wireCode = options.wireCode ?? null;
  }
}

/** What is wrong is told at this length at most: the caller sent it, and it should not come back multiplied. */
const MAX_ERRORS = 20;

/** Bad parameters: the detail names each of them, for people who read only that. */
export function invalidParameters(
  all: readonly ParameterError[],
  options: Pick<ProblemOptions, "wireCode" | "cause"> & { readonly detail?: string } = {},
): ProblemError {
  const errors = all
    .slice(0, MAX_ERRORS)
    .map((error) => ({ ...error, parameter: shortened(error.parameter) }));
  const { detail = errors.map(({ parameter, message }) => `${parameter} ${message}`).join("; "), ...rest } =
    options;
  return new ProblemError("invalid-parameters", { detail, ...rest, errors });
}

function shortened(name: string): string {
  return name.length > 64 ? `${name.slice(0, 64)}…` : name;
}
