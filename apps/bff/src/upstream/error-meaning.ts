import { isModelArtsFailure } from "@deploy-lens/modelarts/errors";
import type { ErrorMeaning } from "../cache/read-through.ts";
import { RequestDeadlineError } from "../request/deadline.ts";

export function meaningOf(error: unknown): ErrorMeaning {
  if (error instanceof RequestDeadlineError) return "outage";
  if (!isModelArtsFailure(error)) return "other";
  switch (error.kind) {
    case "not_found":
      return isOurMistake(error) ? "outage" : "missing";
    case "http":
      return error.status >= 500 || error.status === 408 ? "outage" : "other";
    case "aborted":
    case "invalid_argument":
      return "other";
    case "auth":
    case "throttled":
    case "timeout":
    case "connection":
    case "schema":
    case "too_large":
    case "circuit_open":
    case "overloaded":
    case "credentials":
    case "paging":
      return "outage";
    default:
      return error satisfies never;
  }
}

/** The gateway's "no such API": the endpoint is wrong, whatever the requested service. */
export function isOurMistake({ code }: { readonly code: string | null }): boolean {
  return code?.startsWith("APIG.") ?? false;
}
