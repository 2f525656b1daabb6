import { deriveDeployments } from "@deploy-lens/core/derive";
import { DAY_MS } from "@deploy-lens/core/durations";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import { NO_FACTS } from "@deploy-lens/store/day/facts";
import type { Store } from "@deploy-lens/store/store";
import { type Consumption, type MeteredTable, startMeteredTable, sumOf } from "./measure/metered-table.ts";

/** Costs of the table, in requests and units. */
export interface TableConsumption {
  /** Of one deployment that has finished when a sync finds it; the mean over a day, except its first. */
  readonly finished: Consumption;
  /** Of the first of a day: that the day before's last one ended where this one began becomes known. */
  readonly firstOfDay: Consumption;
  /** The same deployment followed while it runs, with a sync every minute. */
  readonly followed: Consumption & { readonly syncs: number };
  /** Of one sync of a service with nothing new. */
  readonly unchanged: Consumption;
  /** Of statistics of one service over 90 whole days. */
  readonly query: Consumption;
  /** Those that the query is about. */
  readonly deployments: readonly Deployment[];
}

const SERVICE = { projectId: "demo", serviceId: "bench" };

/** The history that exists before anything is measured. */
export interface HistorySize {
  readonly days: number;
  readonly perDay: number;
}

/** A Monday's midnight, UTC. */
const FIRST_MS = Date.UTC(2026, 6, 6);

/** Fills a table with the history of one service, and measures there. */
export async function measureTable({ days, perDay }: HistorySize): Promise<TableConsumption> {
  await using table = await startMeteredTable();
  const { store } = table;
  for (let day = 0; day < days; day++) await see(store, dayOf(day, perDay).flat());
  const fromMs = FIRST_MS;
  const toMs = FIRST_MS + days * DAY_MS;
  const query = await table.meter(() => store.statisticsSource({ ...SERVICE, fromMs, toMs }));
  const [firstOfDay = query, ...others] = await finishedOneByOne(table, dayOf(days, perDay));
  const followed = await followedLive(table, dayOf(days + 1, perDay));
  const last = dayOf(days, perDay).at(-1) ?? [];
  const unchanged = await table.meter(() => see(store, last));
  const all = Array.from({ length: days }, (_, day) => dayOf(day, perDay).flat()).flat();
  const { deployments } = deriveDeployments({ serviceId: SERVICE.serviceId, events: all });
  const finished = meanOf(others);
  return {
    finished,
    firstOfDay,
    followed,
    unchanged,
    query,
    deployments: deployments.map(({ deployment }) => deployment),
  };
}

async function finishedOneByOne(
  table: MeteredTable,
  deployments: readonly (readonly ServiceEvent[])[],
): Promise<readonly Consumption[]> {
  const each: Consumption[] = [];
  for (const events of deployments) each.push(await table.meter(() => see(table.store, events)));
  return each;
}

async function followedLive(
  table: MeteredTable,
  deployments: readonly (readonly ServiceEvent[])[],
): Promise<Consumption & { readonly syncs: number }> {
  const each: Consumption[] = [];
  let syncs = 0;
  for (const events of deployments) {
    const startMs = events[0]?.occurredAtMs ?? 0;
    const endMs = events.at(-1)?.occurredAtMs ?? 0;
    const seen: Consumption[] = [];
    for (let atMs = startMs; atMs < endMs + 60_000; atMs += 60_000) {
      const known = events.filter(({ occurredAtMs }) => occurredAtMs <= atMs);
      seen.push(await table.meter(() => see(table.store, known)));
    }
    each.push(sumOf(seen));
    syncs += seen.length;
  }
  return { ...meanOf(each), syncs: syncs / each.length };
}

function see(store: Store, events: readonly ServiceEvent[]): Promise<unknown> {
  return store.ingest({
    ...SERVICE,
    facts: { ...NO_FACTS, events },
  });
}

/** A day's deployments, the events of each; one every 50 minutes, each with a new version. */
function dayOf(day: number, perDay: number): readonly (readonly ServiceEvent[])[] {
  return Array.from({ length: perDay }, (_, index) => {
    const startMs = FIRST_MS + day * DAY_MS + index * 50 * 60_000;
    return deploymentFrom(startMs, `resnet 1.${day}.${index}`, 1 + ((day * 7 + index * 13) % 40) / 10);
  });
}

/** A deployment like the documented sample's, each phase `pace` times as long, and its end. */
function deploymentFrom(startMs: number, model: string, pace: number): ServiceEvent[] {
  const steps: readonly (readonly [number, string])[] = [
    [0, "start to deploy service"],
    [24, `building image for model [${model}]`],
    [17, `model (${model}) build image success`],
    [3_939, "preparing environment"],
    [20_171, `[${model}] prepare environment success`],
    [6, `[${model}] schedule resource success`],
    [7, `[${model}] pulling model image`],
    [56_642, `[${model}] pull image success`],
    [12, `[${model}] starting model`],
    [38_000, "Service bench started."],
  ];
  let atMs = startMs;
  return steps.map(([afterMs, message]) => {
    atMs += Math.round(afterMs * pace);
    return { occurredAtMs: atMs, severity: "normal", message };
  });
}

function meanOf(all: readonly Consumption[]): Consumption {
  const { reads, readUnits, writes, writeUnits } = sumOf(all);
  const count = all.length;
  return {
    reads: reads / count,
    readUnits: readUnits / count,
    writes: writes / count,
    writeUnits: writeUnits / count,
  };
}
