import type { RouteId } from "@deploy-lens/api/openapi/paths";
import type { ProblemName } from "@deploy-lens/api/problems/problem-types";
import type { Language } from "@deploy-lens/core/vocabulary/labels";
import type { CacheOutcome } from "../cache/read-through.ts";
import type { ErrorLocation } from "./error-location.ts";
import type { FailureKind } from "./failure-kind.ts";
import type { GatewayContext } from "./gateway-context.ts";
import type { LoggedId } from "./logged-id.ts";
import type { Principal } from "./principal.ts";
import type { TraceContext } from "./trace-context.ts";

/** The family of a path: our own API, or ModelArts' wire format. */
export type Family = "problem" | "wire";

export interface RequestContext {
  readonly requestId: LoggedId;
  readonly trace: TraceContext;
  readonly family: Family;
  readonly language: Language;
  mediaType: string;
  readonly startedAtMs: number;
  readonly deadlineMs: number;
  /** Created on first use. Aborts when the caller leaves or the deadline passes. */
  readonly signal: AbortSignal;
  readonly notes: Notes;
  /** `null` before authentication. */
  principal: Principal | null;
  /** The response that has every common header already. */
  complete: Response | null;
}

export interface Notes {
  route: RouteId | null;
  projectId: LoggedId | null;
  serviceId: LoggedId | null;
  problem: ProblemName | null;
  /** `null` when nothing was read. */
  cache: CacheOutcome | null;
  ageMs: number | null;
  /** Time that the request waited for its reads, ms. */
  waitedMs: number | null;
  /** The reason why the answer is stale or the request failed. */
  failure: FailureKind | null;
  /** The origin of an unexpected error. */
  errorLocation: ErrorLocation | null;
}

export interface Bindings {
  readonly gateway?: GatewayContext;
  /** From `@hono/node-server`. */
  readonly incoming?: { readonly url?: string | undefined; readonly rawHeaders?: readonly string[] };
}

export interface AppEnv {
  Bindings: Bindings;
  Variables: { context: RequestContext };
}
