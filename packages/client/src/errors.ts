import type { Problem } from "@deploy-lens/api/problems/problem";
import type { ProblemName } from "@deploy-lens/api/problems/problem-types";

/**
 * The API answered with an error.
 *
 * `problem` is its RFC 9457 body. Where something in between answered (a gateway, a proxy), `problem.type` is
 * `about:blank` and the rest is made of what that answer said.
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
  /** How long the API asks to wait before trying again; `null` when it does not say. */
  readonly retryAfterMs: number | null;

  constructor(url: string, problem: Problem, retryAfterMs: number | null) {
    super(`GET ${url}: ${problem.status} ${problem.detail ?? problem.title} (request ${problem.requestId})`);
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer arrived, or it broke off: no network, no such host, refused, reset, blocked by the browser. See `cause`. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";

  constructor(url: string, { cause }: { cause: unknown }) {
    super(`GET ${url}: ${cause instanceof Error ? cause.message : "no answer"}`, { cause });
  }
}

/** The call did not finish by its deadline, retries included. `cause` is what the last attempt ran into, if anything. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";

  constructor(url: string, timeoutMs: number, options?: { cause: unknown }) {
    super(`GET ${url}: not finished within ${timeoutMs} ms`, options);
  }
}

/** Something answered with success that is not the API: a login page, a captive portal, a wrong address. */
export class UnexpectedAnswerError extends Error {
  override readonly name = "UnexpectedAnswerError";
}

/**
 * Says whether an error is the API's problem of this name.
 *
 * @example
 * isProblem(error, "too-many-requests");
 */
export function isProblem(error: unknown, name: ProblemName): error is ApiError {
  return error instanceof ApiError && error.problem.type === `urn:deploy-lens:problem:${name}`;
}
