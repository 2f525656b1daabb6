import type { Problem } from "@deploy-lens/api/problems/problem";
import type { ProblemName } from "@deploy-lens/api/problems/problem-types";

/**
 * The API answered with an error. `problem` is the RFC 9457 body. If a gateway or proxy answered instead,
 * `problem.type` is `about:blank` and the other fields come from its answer.
 *
 * @example
 * try {
 *   await getDeployment(client, { projectId, serviceId, deploymentId: "latest" });
 * } catch (error) {
 *   if (!isProblem(error, "service-not-found")) throw error;
 * }
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly problem: Problem;
  /** The delay requested by `Retry-After`; `null` when absent. */
  readonly retryAfterMs: number | null;

  constructor(url: string, problem: Problem, retryAfterMs: number | null) {
    super(`GET ${url}: ${problem.status} ${problem.detail ?? problem.title} (request ${problem.requestId})`);
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * No answer arrived or it broke off: offline, unknown host, connection refused or reset, blocked by the browser. See
 * `cause`.
 */
export class NetworkError extends Error {
  override readonly name = "NetworkError";

  constructor(url: string, { cause }: { cause: unknown }) {
    super(`GET ${url}: ${cause instanceof Error ? cause.message : "no answer"}`, { cause });
  }
}

/** The call did not finish within its deadline, retries included. `cause` is the last attempt's error, if any. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";

  constructor(url: string, timeoutMs: number, options?: { cause: unknown }) {
    super(`GET ${url}: not finished within ${timeoutMs} ms`, options);
  }
}

/** A success from something that is not the API: a login page, a captive portal, a wrong address. */
export class UnexpectedAnswerError extends Error {
  override readonly name = "UnexpectedAnswerError";
}

/**
 * Returns true if an error is the API's problem of this name.
 *
 * @example
 * isProblem(error, "too-many-requests");
 */
export function isProblem(error: unknown, name: ProblemName): error is ApiError {
  return error instanceof ApiError && error.problem.type === `urn:deploy-lens:problem:${name}`;
}
