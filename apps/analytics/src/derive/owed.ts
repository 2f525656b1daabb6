import { isModelArtsFailure, type ModelArtsFailure } from "@deploy-lens/modelarts/errors";
import { errorText } from "@deploy-lens/observe/log";
import type { Owed } from "@deploy-lens/store/head";

export interface FailedSync {
  readonly error: unknown;
  readonly nowMs: number;
  /** Start of the window that the sync would have read, epoch ms; `null`: from the beginning. */
  readonly fromMs: number | null;
}

const MAX_ERROR_LENGTH = 300;

/**
 * Records a failed sync. Returns `before` itself if nothing changes, so that an outage costs one write per service, however
 * long it lasts.
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

/** True if an error means that the platform as a whole is unavailable, and says nothing about this service. */
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
      // 403 may concern this service only.
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
