import {
  isModelArtsFailure,
  type ModelArtsFailure,
  type UpstreamHttpError,
} from "@deploy-lens/modelarts/errors";
import { CallerLeftError, RequestDeadlineError } from "../request/deadline.ts";
import { ProblemError } from "../request/problem-error.ts";
import { isOurMistake } from "./error-meaning.ts";

/**
 * Maps a failed read to the error for the caller. The upstream's own text is never passed on: it was not written for
 * our callers and may contain anything.
 */
export function toProblem(error: unknown): unknown {
  if (error instanceof RequestDeadlineError) {
    return new ProblemError("upstream-timeout", {
      detail: "The time for this request is over.",
      cause: error,
    });
  }
  return isModelArtsFailure(error) ? problemOf(error) : error;
}

function problemOf(error: ModelArtsFailure): unknown {
  const cause = { cause: error };
  switch (error.kind) {
    case "not_found":
      return isOurMistake(error)
        ? new ProblemError("upstream-invalid", {
            detail: "The configured endpoint does not know the API.",
            ...cause,
          })
        : new ProblemError("service-not-found", { ...cause });
    case "auth":
      return new ProblemError("upstream-refused", { ...cause });
    case "credentials":
      return new ProblemError("upstream-refused", {
        detail: "Our credentials for the platform could not be loaded.",
        ...cause,
      });
    case "throttled":
      return new ProblemError("upstream-throttled", { ...cause, retryAfterMs: error.retryAfterMs ?? 1_000 });
    case "timeout":
      return new ProblemError("upstream-timeout", { ...cause });
    case "connection":
      return new ProblemError("upstream-unreachable", { ...cause });
    case "schema":
    case "paging":
      return new ProblemError("upstream-invalid", { ...cause });
    case "too_large":
      return new ProblemError("upstream-invalid", {
        detail: "The platform's answer is too large; ask for fewer events with limit.",
        ...cause,
      });
    case "circuit_open":
      return new ProblemError("upstream-unavailable", { ...cause, retryAfterMs: error.retryAfterMs });
    case "overloaded":
      return new ProblemError("overloaded", { ...cause, retryAfterMs: error.retryAfterMs });
    case "http":
      return problemOfStatus(error);
    case "aborted":
      return error.cause instanceof RequestDeadlineError
        ? toProblem(error.cause)
        : new CallerLeftError("the caller left");
    case "invalid_argument":
      return error;
    default:
      return error satisfies never;
  }
}

function problemOfStatus(error: UpstreamHttpError): ProblemError {
  const { status, retryAfterMs } = error;
  if (status === 504 || status === 408) return new ProblemError("upstream-timeout", { cause: error });
  if (status < 500)
    return new ProblemError("upstream-invalid", {
      detail: "The platform refused our request.",
      cause: error,
    });
  return new ProblemError("upstream-unavailable", { cause: error, retryAfterMs: retryAfterMs ?? 5_000 });
}
