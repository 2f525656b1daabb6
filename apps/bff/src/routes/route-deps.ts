import type { Context } from "hono";
import type { AppEnv } from "../exchange.ts";
import type { UpstreamReads } from "../upstream/reads.ts";

/** What routes answer from. */
export interface RouteDeps {
  readonly reads: UpstreamReads;
  readonly now: () => number;
  readonly version: string;
  /** The projects that exist for a caller who may read all: in the local stack. */
  readonly localProjects: readonly string[];
}

/** Answers one route. */
export type Handler = (c: Context<AppEnv>) => Response | Promise<Response>;
