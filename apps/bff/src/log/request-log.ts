import type { RouteId } from "@deploy-lens/api/openapi/paths";
import type { ProblemName } from "@deploy-lens/api/problems/problem-types";
import type { CacheOutcome } from "../cache/read-through.ts";
import type { ErrorPlace } from "../request/error-location.ts";
import type { FailureKind } from "../request/failure-kind.ts";
import type { LoggedId } from "../request/logged-id.ts";

/** The methods that appear in the log; any other is `OTHER`. */
export const LOGGED_METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] as const;

/**
 * The log line of a request. It cannot contain a secret: every field is a number, a word from a closed list, or text
 * whose type proves that it was checked. There is no field for a path, a query, a header, a body or an error message,
 * and there must never be one; the compiler refuses a plain `string`.
 */
export interface RequestLog {
  readonly requestId: LoggedId;
  readonly traceId: LoggedId | null;
  readonly method: (typeof LOGGED_METHODS)[number] | "OTHER";
  readonly route: RouteId | "none";
  readonly status: number;
  readonly durationMs: number;
  readonly projectId: LoggedId | null;
  readonly serviceId: LoggedId | null;
  readonly cache: CacheOutcome | null;
  readonly ageMs: number | null;
  readonly waitedMs: number | null;
  readonly problem: ProblemName | null;
  readonly failure: FailureKind | null;
  readonly error: LoggedId | null;
  readonly places: readonly ErrorPlace[];
}
