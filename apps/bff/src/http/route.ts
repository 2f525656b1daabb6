import type { Readiness } from "@deploy-lens/api/health/health";
import type { Context } from "hono";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { CacheTimes } from "../cache/read-through.ts";
import type { AppEnv } from "../request/context.ts";
import type { AdmissionLimits } from "../settings/settings.ts";
import type { UpstreamReads } from "../upstream/reads.ts";

export interface RouteDeps {
  readonly reads: UpstreamReads;
  /** `null` when there is no history beyond the upstream's one month. */
  readonly archive: ArchiveReads | null;
  readonly archiveTimes: CacheTimes;
  readonly now: () => number;
  readonly monotonicNow: () => number;
  readonly version: string;
  readonly served: ReadonlySet<string>;
  readonly isUpstreamHealthy: () => boolean;
  readonly furtherChecks: () => Readiness["checks"];
  readonly hasCredentials: () => Promise<boolean>;
  /** Limits on concurrent statistics. */
  readonly admission: AdmissionLimits;
}

export type Handler = (c: Context<AppEnv>) => Response | Promise<Response>;
