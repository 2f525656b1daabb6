import { isModelArtsFailure, type ModelArtsFailure } from "@deploy-lens/modelarts/errors";
import { errorText } from "@deploy-lens/observe/log";
import type { Owed } from "@deploy-lens/store/service-head";

/** What a failed sync is recorded with. */
export interface FailedSync {
  readonly error: unknown;
  readonly nowMs: number;
  /** From when on the sync would have read events, epoch ms; `null`: from the beginning. */
  readonly fromMs: number | null;
}

const MAX_ERROR_LENGTH = 300;

/**
 * What a service owes after a failed sync. The same object as before when nothing new is to be said, so that an outage costs one
 * write for each service, however long it lasts.
 */
export function owedAfter(before: Owed | null, { error, nowMs, fromMs }: FailedSync): Owed {
  const cause = isUpstreamFailure(error) ? "upstream" : "service";
  if (before?.cause === cause) return before;
  return {
    sinceMs: before?.sinceMs ?? nowMs,
    fromMs: before === null ? fromMs : before.fromMs,
    cause,
    error: errorText(error).slice(0, MAX_ERROR_LENGTH),
  };
}

/** Whether an error says that the platform as a whole cannot be asked now, and so nothing about the one service. */
function isUpstreamFailure(error: unknown): boolean {
  return isModelArtsFailure(error) && isOutage(error);
}

function isOutage(failure: ModelArtsFailure): boolean {
  switch (failure.kind) {
    case "throttled":
    case "timeout":
    case "connection":
    case "circuit_open":
    case "overloaded":
    case "credentials":
      return true;
    case "auth":
      // A service may be forbidden by itself: 403.
      return failure.status === 401;
    case "http":
      return failure.status >= 500;
    case "not_found":
    case "schema":
    case "too_large":
    case "paging":
    case "invalid_argument":
    case "aborted":
      return false;
    default:
      return failure satisfies never;
  }
}
