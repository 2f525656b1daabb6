import { findServiceFindings } from "@deploy-lens/core/findings";
import { MOST_RECENT_RUNS, type RecentRuns, recentRuns } from "@deploy-lens/core/findings/recent-runs";
import { type Run, runOf } from "@deploy-lens/core/findings/run";
import type { StoreContext } from "../day/context.ts";
import { assertSettled, deploymentsOf, readDays, type ServiceDay } from "../day/read.ts";
import { integerOf, textOf } from "../table/attributes.ts";
import { dayOf, findingsKey, runsKey, type ServiceRef } from "../table/keys.ts";
import { retryStale, StaleReadError } from "../table/retry.ts";
import { decodeRuns, encodeFindings, encodeRuns, type StoredRuns } from "./items.ts";

/** More days than these are read as one range. */
const MAX_SINGLE_DAYS = 20;

/**
 * Brings a service's recent runs and findings up to date with some of its days.
 *
 * Both are functions of the days, so this may be repeated, interrupted anywhere and run beside others. The runs are read
 * before the days and written on condition that nobody wrote them meanwhile: what is written is never older than what is
 * there.
 *
 * @throws ConflictError if others kept writing to the same item.
 */
export async function refreshFindings(
  context: StoreContext,
  service: ServiceRef,
  days: readonly string[],
): Promise<void> {
  await retryStale(context.retry, `The findings of service ${service.serviceId}`, async () => {
    const { stored, findingsRevision } = await readStored(context, service);
    const recent = await runsWith(context, service, stored, days);
    const isSame = stored.revision > 0 && JSON.stringify(recent) === JSON.stringify(contentOf(stored));
    const revision = isSame ? stored.revision : stored.revision + 1;
    if (!isSame && !(await context.table.put(encodeRuns(service, { ...recent, revision }), revision))) {
      throw new StaleReadError(`The runs of ${service.serviceId} were written by somebody else`);
    }
    if (findingsRevision >= revision) return;
    const found = findServiceFindings(service.serviceId, recent.runs);
    const item = encodeFindings(service, { serviceId: service.serviceId, ...found, revision });
    await context.table.putLatest(item, revision);
  });
}

async function readStored({ table }: StoreContext, service: ServiceRef) {
  const keys = [runsKey(service), findingsKey(service)];
  const items = await table.getAll(keys, ["pk", "sk", "format", "revision", "sinceMs", "runs"], {
    consistent: true,
  });
  const [runs, findings] = keys.map(({ sk }) => items.find((item) => textOf(item, "sk") === sk));
  const stored: StoredRuns = runs === undefined ? { runs: [], sinceMs: null, revision: 0 } : decodeRuns(runs);
  return { stored, findingsRevision: findings === undefined ? 0 : integerOf(findings, "revision") };
}

function contentOf({ runs, sinceMs }: StoredRuns): RecentRuns {
  return { runs, sinceMs };
}

/** The recent runs with those of some days as they are now. A run that is gone may make room for older ones: then all are read. */
async function runsWith(
  context: StoreContext,
  service: ServiceRef,
  stored: StoredRuns,
  days: readonly string[],
): Promise<RecentRuns> {
  const { sinceMs } = stored;
  if (stored.revision === 0 || days.length > MAX_SINGLE_DAYS) return readRecentRuns(context, service);
  const changed = new Set(days.filter((day) => sinceMs === null || day >= dayOf(sinceMs)));
  const found: Run[] = [];
  for (const day of changed) {
    for await (const whole of readDays(context.table, service, {
      fromDay: day,
      toDay: day,
      consistent: true,
    })) {
      found.push(...runsOf(whole).filter(({ startedAtMs }) => startedAtMs >= (sinceMs ?? startedAtMs)));
    }
  }
  const ids = new Set(found.map(({ id }) => id));
  const gone = stored.runs.some(({ id, startedAtMs }) => changed.has(dayOf(startedAtMs)) && !ids.has(id));
  if (gone && sinceMs !== null) return readRecentRuns(context, service);
  const rest = stored.runs.filter(({ startedAtMs }) => !changed.has(dayOf(startedAtMs)));
  return recentRuns([...rest, ...found], sinceMs);
}

async function readRecentRuns({ table }: StoreContext, service: ServiceRef): Promise<RecentRuns> {
  const runs: Run[] = [];
  for await (const day of readDays(table, service, { newestFirst: true, consistent: true, pageSize: 32 })) {
    runs.push(...runsOf(day));
    if (runs.length > MOST_RECENT_RUNS) return recentRuns(runs, Date.parse(`${day.day}T00:00:00Z`));
  }
  return recentRuns(runs, null);
}

function runsOf(day: ServiceDay): readonly Run[] {
  assertSettled(day);
  return deploymentsOf([day]).flatMap(
    ({ deployment, configuration }) => runOf(deployment, configuration) ?? [],
  );
}
