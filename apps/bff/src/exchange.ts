import type { ProblemName } from "@deploy-lens/api/problem-types";
import type { Language } from "@deploy-lens/core/vocabulary/labels";
import type { Principal } from "./auth/principal.ts";
import type { GatewayContext } from "./http/gateway-context.ts";
import type { TraceContext } from "./http/trace-context.ts";
import type { FailureKind } from "./log/failure-kind.ts";
import type { LoggedId } from "./log/logged-id.ts";
import type { Trouble } from "./log/trouble.ts";
import type { RouteId } from "./routes/paths.ts";

/** Which clients a path serves: those of our own API, or those that speak to ModelArts already. */
export type Family = "problem" | "wire";

/** What one request brings with it, and what is noted about it for its log line. */
export interface Exchange {
  readonly requestId: LoggedId;
  readonly trace: TraceContext;
  readonly family: Family;
  readonly language: Language;
  readonly startedAtMs: number;
  /** Nobody waits for the answer after this, epoch ms. */
  readonly deadlineMs: number;
  /** Aborted when the caller leaves or the deadline passes. */
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

/** `collapsed`: waited for somebody else's read; `stale`: the source failed, and an older read stands in. */
export type CacheOutcome = "hit" | "miss" | "collapsed" | "stale";

/** What runs the app passes in beside the request: the Lambda adapter, or a Node.js server, or nobody. */
export interface Bindings {
  readonly gateway?: GatewayContext;
  /** From `@hono/node-server`. */
  readonly incoming?: { readonly url?: string | undefined };
}

/** The app's environment in Hono's terms. */
export interface AppEnv {
  Bindings: Bindings;
  Variables: { exchange: Exchange };
}
