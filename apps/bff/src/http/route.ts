import type { Readiness } from "@deploy-lens/api/health/health";
import type { Context } from "hono";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { CacheTimes } from "../cache/read-through.ts";
import type { AppEnv } from "../request/context.ts";
import type { AdmissionLimits } from "../settings/settings.ts";
import type { UpstreamReads } from "../upstream/reads.ts";

/** What routes answer from. */
export interface RouteDeps {
  readonly reads: UpstreamReads;
  /** `null`: nothing is kept past the upstream's month. */
  readonly archive: ArchiveReads | null;
  /** How long what was computed from the archive may be used. */
  readonly archiveTimes: CacheTimes;
  readonly now: () => number;
  readonly monotonicNow: () => number;
  readonly version: string;
  readonly isUpstreamHealthy: () => boolean;
  readonly furtherChecks: () => Readiness["checks"];
  /** Whether the credentials for the upstream could be loaded. */
  readonly hasCredentials: () => Promise<boolean>;
  /** How many statistics are computed at a time. */
  readonly admission: AdmissionLimits;
}

/** Answers one route. */
export type Handler = (c: Context<AppEnv>) => Response | Promise<Response>;
