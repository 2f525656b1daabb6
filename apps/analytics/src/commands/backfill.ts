import { createLog } from "@deploy-lens/observe/log";
import { createUpstream } from "../upstream.ts";
import { type BackfillOptions, backfillHelp, backfillOptions } from "./backfill-options.ts";
import { type BackfillReport, backfillService } from "./backfill-service.ts";
import { forEachService } from "./each-service.ts";
import { openTable } from "./open-table.ts";
import { createProgress } from "./progress.ts";
import { reportWork } from "./report-work.ts";
import { runTableCommand } from "./run-command.ts";
import { listUpstreamServices, type UpstreamService } from "./upstream-services.ts";
import { upstreamCredentials, upstreamSettings } from "./upstream-settings.ts";

/** Generous, because one read may cover a week of events. */
const TIMEOUT_MS = 120_000;

await runTableCommand("backfill", async (signal) => {
  const options = backfillOptions(process.argv.slice(2), process.env, Date.now());
  if (options === null) {
    process.stdout.write(backfillHelp());
    return true;
  }
  return backfill(options, signal);
});

async function backfill(options: BackfillOptions, signal: AbortSignal): Promise<boolean> {
  const now = Date.now;
  const progress = createProgress(process.stderr, now);
  const log = createLog({ level: "warn", now, writeLine: progress.print });
  const upstream = createUpstream({
    settings: upstreamSettings(process.env),
    credentials: upstreamCredentials(process.env, log),
    metrics: { add: () => undefined, flush: () => undefined },
    now,
  });
  const table = openTable(options, process.env);
  try {
    const services = await listUpstreamServices(upstream, options, {
      signal,
      progress,
      timeoutMs: TIMEOUT_MS,
      now,
    });
    const deps = { upstream, store: table.store, timeoutMs: TIMEOUT_MS, now, log };
    const report = await forEachService<UpstreamService, BackfillReport>(services, {
      ...options,
      progress,
      signal,
      totals: { events: 0, writes: 0, deployments: 0 },
      work: (service) =>
        backfillService(deps, { ...service, fromMs: options.fromMs, toMs: options.toMs, signal }),
      add: (a, b) => ({
        events: a.events + b.events,
        writes: a.writes + b.writes,
        deployments: a.deployments + b.deployments,
      }),
      summarize,
    });
    progress.end();
    return reportWork(report, options, summarize);
  } finally {
    table.close();
  }
}

function summarize({ events, deployments, writes }: BackfillReport): string {
  return `${events} events read, ${deployments} deployments changed, ${writes} items written`;
}
