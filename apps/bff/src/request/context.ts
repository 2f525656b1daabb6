import type { ProblemName } from "@deploy-lens/api/problems/problem-types";
import type { Language } from "@deploy-lens/core/vocabulary/labels";
import type { CacheOutcome } from "../cache/read-through.ts";
import type { FailureKind } from "./failure-kind.ts";
import type { GatewayContext } from "./gateway-context.ts";
import type { LoggedId } from "./logged-id.ts";
import type { RouteId } from "./paths.ts";
import type { Principal } from "./principal.ts";
import type { TraceContext } from "./trace-context.ts";
import type { Trouble } from "./trouble.ts";

/** Which clients a path serves: those of our own API, or those that speak to ModelArts already. */
export type Family = "problem" | "wire";

/** What one request brings with it, and what is noted about it for its log line. */
export interface RequestContext {
  readonly requestId: LoggedId;
  readonly trace: TraceContext;
  readonly family: Family;
  readonly language: Language;
  /** The media type to answer in, of those that the route has. */
  mediaType: string;
  readonly startedAtMs: number;
  /** Nobody waits for the answer after this, epoch ms. */
  readonly deadlineMs: number;
  /** Made when first asked for. Aborted when the caller leaves or the deadline passes. */
  readonly signal: AbortSignal;
  readonly notes: Notes;
  /** Who calls; `null` until somebody found out. */
  principal: Principal | null;
}

/** Filled in while the request is answered. */
export interface Notes {
  route: RouteId | null;
  projectId: LoggedId | null;
  serviceId: LoggedId | null;
  problem: ProblemName | null;
  /** How the facts were come by; `null` when none were needed. */
  cache: CacheOutcome | null;
  ageMs: number | null;
  /** How long the request waited for its source, ms. */
  waitedMs: number | null;
  /** What made a stale answer necessary, or ended the request. */
  failure: FailureKind | null;
  /** Where an unforeseen error came from. */
  trouble: Trouble | null;
}

/** What runs the app passes in beside the request: the Lambda adapter, or a Node.js server, or nobody. */
export interface Bindings {
  readonly gateway?: GatewayContext;
  /** From `@hono/node-server`. */
  readonly incoming?: { readonly url?: string | undefined };
}

/** The app's environment in Hono's terms. */
export interface AppEnv {
  Bindings: Bindings;
  Variables: { context: RequestContext };
}
