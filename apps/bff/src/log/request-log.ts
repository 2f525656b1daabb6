import type { ProblemName } from "@deploy-lens/api/problem-types";
import type { CacheOutcome } from "../exchange.ts";
import type { RouteId } from "../routes/paths.ts";

/**
 * The one line that is logged for a request.
 *
 * A secret cannot get in: every field is a number, a word out of a closed list, or an id that matched its pattern. There
 * is no field for a path, a query, a header, a body or an error's text, and there must never be one.
 */
export interface RequestLog {
  readonly requestId: string;
  readonly traceId: string;
  readonly method: string;
  readonly route: RouteId | "none";
  readonly status: number;
  readonly durationMs: number;
  readonly bytes: number | null;
  readonly projectId: string | null;
  readonly serviceId: string | null;
  readonly cache: CacheOutcome | null;
  readonly ageMs: number | null;
  readonly problem: ProblemName | null;
  readonly failure: string | null;
}
