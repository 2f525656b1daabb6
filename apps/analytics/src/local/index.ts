import { setTimeout as sleep } from "node:timers/promises";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import { type Log, SILENT } from "@deploy-lens/observe/log";
import type { Store } from "@deploy-lens/store/store";
import { type DeriveTiming, deriveService } from "../derive/index.ts";
import { discover } from "../discover/index.ts";
import type { DiscoverTiming } from "../discover/rules.ts";
import type { Metrics } from "../observe/metrics.ts";
import { createInProcessQueue, NotAllHandledError } from "./in-process-queue.ts";

/** What the pipeline on one machine works with. */
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
    | "readHead"
    | "ingest"
    | "rederive"
  >;
  /** Epoch ms. */
  readonly now: () => number;
  /** From the end of one tick to the start of the next, at the least; default 5 s. */
  readonly tickMs?: number;
  /** Services looked at side by side; default 4. */
  readonly concurrency?: number;
  /** Services to look at instead of whatever the project lists, by project. */
  readonly watchedServiceIds?: Readonly<Record<string, readonly string[]>>;
  /** How long the look at one service, or one list, may take; default 30 s. */
  readonly timeoutMs?: number;
  readonly log?: Log;
  readonly metrics?: Metrics;
  /** Told after each tick how many services' histories are still to be derived again by this version's rules. */
  readonly onOutdated?: (services: number) => void;
  readonly timing?: Partial<DiscoverTiming & { readonly lateEvents: Partial<DeriveTiming> }>;
}

/** What a tick came to, over all projects. */
export interface TickReport {
  readonly listed: number;
  readonly queued: number;
  /** Services whose history is still to be derived again, by this version's rules. */
  readonly outdated: number;
  /** Projects whose tick did not go through; they are tried again on the next one. */
  readonly failed: number;
}

/** The pipeline on one machine. */
export interface LocalPipeline {
  /** One tick by hand. Resolves when everything that it queued was dealt with; never rejects. */
  tick(): Promise<TickReport>;
  /** Ticks until stopped. */
  start(): void;
  /** Stops asking, and resolves when nothing runs any more. */
  stop(): Promise<void>;
}

const QUIET: Metrics = { add: () => undefined, flush: () => undefined };

/**
 * Makes the pipeline that the cloud has as a schedule, a queue and two functions, in one process: the same discovery and the
 * same derivation, the queue in memory.
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
        log.error("a project could not be looked at", { projectId, error });
      }
      return null;
    }
  }

  async function tick(): Promise<TickReport> {
    let report: TickReport = { listed: 0, queued: 0, outdated: 0, failed: 0 };
    for (const projectId of options.projectIds) {
      const one = await tickProject(projectId);
      report =
        one === null
          ? { ...report, failed: report.failed + 1 }
          : {
              ...report,
              listed: report.listed + one.listed,
              queued: report.queued + one.queued,
              outdated: report.outdated + one.outdated,
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
