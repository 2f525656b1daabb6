import type { ParameterError } from "@deploy-lens/api/problems/problem";
import type { ProblemName } from "@deploy-lens/api/problems/problem-types";

interface ProblemOptions {
  /** A sentence for the caller: what happened and what to do. No secret and no upstream text. */
  readonly detail?: string;
  /** Every invalid parameter. */
  readonly errors?: readonly ParameterError[];
  readonly retryAfterMs?: number;
  /** The upstream's error code, where it is more specific than the problem's own. */
  readonly wireCode?: string;
  readonly cause?: unknown;
}

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

/** Limits the errors listed: they quote the caller's input, which must not be amplified. */
const MAX_ERRORS = 20;

/** The detail repeats each error, for readers who see only that. */
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
