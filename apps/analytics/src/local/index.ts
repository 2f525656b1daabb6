import { setTimeout as sleep } from "node:timers/promises";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import { type Log, SILENT } from "@deploy-lens/observe/log";
import type { Store } from "@deploy-lens/store/store";
import { type DeriveTiming, deriveService } from "../derive/index.ts";
import { discover } from "../discover/index.ts";
import type { DiscoverTiming } from "../discover/rules.ts";
import type { Metrics } from "../observe/metrics.ts";
import { createInProcessQueue, NotAllHandledError } from "./in-process-queue.ts";

export interface LocalPipelineOptions {
  readonly projectIds: readonly string[];
  readonly upstream: Pick<ModelArtsClient, "readServices" | "getService" | "readEvents" | "listUpdateLogs">;
  readonly store: Pick<
    Store,
    | "readDiscovery"
    | "advanceDiscovery"
    | "readHeads"
    | "unsettledServices"
    | "outdatedServices"
    | "foldProjectDays"
    | "readHead"
    | "ingest"
    | "rederive"
  >;
  /** Epoch ms. */
  readonly now: () => number;
  /** Pause between ticks; default 5 s. */
  readonly tickMs?: number;
  readonly concurrency?: number;
  /** Services to watch instead of those that the project lists, by project. */
  readonly watchedServiceIds?: Readonly<Record<string, readonly string[]>>;
  /** Time limit of a sync, or of listing the services; default 30 s. */
  readonly timeoutMs?: number;
  readonly log?: Log;
  readonly metrics?: Metrics;
  /** Called after each tick with the number of services still to be derived by this version's rules. */
  readonly onOutdated?: (services: number) => void;
  readonly timing?: Partial<DiscoverTiming & { readonly lateEvents: Partial<DeriveTiming> }>;
}

/** Totals over all projects. */
export interface TickReport {
  readonly listed: number;
  readonly queued: number;
  /** Services whose history still has to be derived by this version's rules. */
  readonly outdated: number;
  /** Projects whose tick failed; they are retried on the next one. */
  readonly failed: number;
}

export interface LocalPipeline {
  /** Runs one tick. Resolves when everything it queued has been handled; never rejects. */
  tick(): Promise<TickReport>;
  /** Ticks until stopped. */
  start(): void;
  /** Aborts running work and resolves when it has ended. */
  stop(): Promise<void>;
}

const QUIET: Metrics = { add: () => undefined, flush: () => undefined };

/**
 * Runs the pipeline in one process, with an in-memory queue: the same discovery and derivation as the schedule, the queue
 * and the two functions in the cloud.
 *
 * @example
 * const pipeline = createLocalPipeline({ projectIds: ["demo"], upstream, store, now: Date.now });
 * await pipeline.tick(); // { listed: 26, queued: 26, outdated: 0, failed: 0 }
 * pipeline.start();
 * await pipeline.stop();
 */
export function createLocalPipeline(options: LocalPipelineOptions): LocalPipeline {
  const { upstream, store, now, log = SILENT, metrics = QUIET, timing = {} } = options;
  const { tickMs = 5_000, concurrency = 4, timeoutMs = 30_000 } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<void> = Promise.resolve();
  let started = false;

  const queue = createInProcessQueue({
    handle: async (message) => {
      const call = { deadlineMs: now() + timeoutMs, signal, timing: timing.lateEvents };
      await deriveService({ upstream, store, now, log, metrics }, message, call);
    },
    concurrency,
    signal,
    log,
  });

  async function tickProject(projectId: string): Promise<Omit<TickReport, "failed"> | null> {
    try {
      const input = {
        projectId,
        watchedServiceIds: options.watchedServiceIds?.[projectId] ?? null,
        deadlineMs: now() + timeoutMs,
        signal,
        timing: { ...timing, tickMs: timing.tickMs ?? tickMs },
      };
      return await discover({ upstream, store, queue, now, log, metrics }, input);
    } catch (error) {
      if (!signal.aborted && !(error instanceof NotAllHandledError)) {
        log.error("a project could not be scanned", { projectId, error });
      }
      return null;
    }
  }

  async function tick(): Promise<TickReport> {
    let report: TickReport = { listed: 0, queued: 0, outdated: 0, failed: 0 };
    for (const projectId of options.projectIds) {
      const project = await tickProject(projectId);
      report =
        project === null
          ? { ...report, failed: report.failed + 1 }
          : {
              ...report,
              listed: report.listed + project.listed,
              queued: report.queued + project.queued,
              outdated: report.outdated + project.outdated,
            };
    }
    metrics.flush();
    return report;
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const { outdated } = await tick();
      options.onOutdated?.(outdated);
      await sleep(tickMs, undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    tick,
    start() {
      if (started) return;
      started = true;
      running = run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
