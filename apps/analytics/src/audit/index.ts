import { deriveDeployments } from "@deploy-lens/core/derive";
import {
  DAY_MS,
  type DeploymentDurations,
  deploymentDurations,
  utcDay,
  utcDayStartMs,
} from "@deploy-lens/core/durations";
import {
  type DayRollup,
  mergeRollups,
  overallRollup,
  type Rollup,
  rollupOf,
  rollupText,
} from "@deploy-lens/core/rollup";
import { fingerprint } from "@deploy-lens/core/text/fingerprint";
import type { Log } from "@deploy-lens/observe/log";
import { isBesideEnd, UPDATE_LEAD_MS } from "@deploy-lens/store/day/deployment";
import { NO_FACTS, type ServiceFacts } from "@deploy-lens/store/day/facts";
import type { Store } from "@deploy-lens/store/store";
import type { Metrics } from "../observe/metrics.ts";

export interface AuditDependencies {
  readonly store: Pick<
    Store,
    "listServices" | "readRollups" | "readDurations" | "readFacts" | "readProjectDays"
  >;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface AuditInput {
  readonly projectId: string;
  /** Size of the sample, which changes every day; default 50. */
  readonly services?: number;
  /** Whole UTC days, counted back from today; default 31. */
  readonly days?: number;
}

export interface AuditReport {
  readonly services: number;
  readonly daysAudited: number;
  /** Days whose rollup is not the sum of their deployments, and days of the project that are not the sum of its services'. */
  readonly rollupDrift: number;
  /** Days whose deployments differ from what the current rules derive from their facts. */
  readonly derivationDrift: number;
}

/** Pauses before a difference is checked again, ms: live traffic continues between two reads, and indexes lag. */
const RECHECK_AFTER_MS = [500, 2_000, 5_000];

/**
 * Recomputes a sample: each day's rollup from its deployments, and its deployments from their facts.
 *
 * Rollups must always agree, as contract 4 promises. Deployments differ after a change of the derivation rules until
 * `rebuild` has been run.
 */
export async function audit(deps: AuditDependencies, input: AuditInput): Promise<AuditReport> {
  const { now, metrics } = deps;
  const { projectId, services = 50, days = 31 } = input;
  const fromMs = utcDayStartMs(utcDay(now())) - (days - 1) * DAY_MS;
  const serviceIds = await chooseServices(deps, projectId, services);
  let report: AuditReport = { services: 0, daysAudited: 0, rollupDrift: 0, derivationDrift: 0 };
  for (const serviceId of serviceIds) {
    const found = await auditUntilSettled(deps, { projectId, serviceId, fromMs });
    report = {
      services: report.services + 1,
      daysAudited: report.daysAudited + found.days,
      rollupDrift: report.rollupDrift + found.rollups.length,
      derivationDrift: report.derivationDrift + found.derivations.length,
    };
  }
  const ofProject = await auditProjectUntilSettled(deps, projectId, utcDay(fromMs));
  report = { ...report, rollupDrift: report.rollupDrift + ofProject.length };
  metrics.add("DaysAudited", report.daysAudited);
  metrics.add("RollupDrift", report.rollupDrift);
  metrics.add("DerivationDrift", report.derivationDrift);
  metrics.add("AuditCompleted");
  return report;
}

/** Chooses the smallest fingerprints of day and id, so that over time every service is audited. */
async function chooseServices(
  { store, now }: AuditDependencies,
  projectId: string,
  count: number,
): Promise<readonly string[]> {
  const day = utcDay(now());
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Store["listServices"]>> = await store.listServices({
      projectId,
      limit: 500,
      cursor,
    });
    for (const { serviceId, latest } of page.services) if (latest !== null) ids.push(serviceId);
    cursor = page.nextCursor;
  } while (cursor !== null);
  const lot = new Map(ids.map((id) => [id, fingerprint(`${day}|${id}`)]));
  return ids.sort((a, b) => ((lot.get(a) ?? "") < (lot.get(b) ?? "") ? -1 : 1)).slice(0, count);
}

interface ServiceAudit {
  readonly projectId: string;
  readonly serviceId: string;
  readonly fromMs: number;
}

export interface AuditedService {
  readonly days: number;
  /** Days whose rollup is not the sum of their deployments. */
  readonly rollups: readonly string[];
  /** Days whose deployments differ from what the current rules derive from their facts. */
  readonly derivations: readonly string[];
}

/** Audits a service's whole history once; under live traffic, differences may be updates in progress. */
export function auditWhole(
  store: AuditDependencies["store"],
  service: { readonly projectId: string; readonly serviceId: string },
): Promise<AuditedService> {
  return auditService({ store }, { ...service, fromMs: FIRST_MS });
}

/** 0000-01-01, before any deployment. */
const FIRST_MS = -62_167_219_200_000;

/** The days of a project that are not the sum of its services' days; by default of its whole history. */
export async function auditProjectDays(
  store: Pick<Store, "readRollups" | "readProjectDays">,
  projectId: string,
  firstDay?: string,
): Promise<readonly string[]> {
  const query = firstDay === undefined ? { projectId } : { projectId, firstDay };
  const { days, unsettled } = await store.readProjectDays(query);
  const services = Map.groupBy(await store.readRollups(query), ({ day }) => day);
  const ofProject = new Map(days.map(({ day, rollup }) => [day, rollupText(rollup)]));
  const textOf = (list: readonly DayRollup[] = []) =>
    rollupText(overallRollup(mergeRollups(list.map(({ rollup }) => rollup))));
  return [...new Set([...ofProject.keys(), ...services.keys()])]
    .filter((day) => !unsettled.includes(day) && ofProject.get(day) !== textOf(services.get(day)))
    .sort();
}

async function auditProjectUntilSettled(
  deps: AuditDependencies,
  projectId: string,
  firstDay: string,
): Promise<readonly string[]> {
  let days = await auditProjectDays(deps.store, projectId, firstDay);
  for (const waitMs of RECHECK_AFTER_MS) {
    if (days.length === 0) return days;
    await deps.sleep(waitMs);
    days = await auditProjectDays(deps.store, projectId, firstDay);
  }
  if (days.length > 0)
    deps.log.error("a project's days are not the sums of its services'", { projectId, days });
  return days;
}

async function auditUntilSettled(deps: AuditDependencies, service: ServiceAudit): Promise<AuditedService> {
  let found = await auditService(deps, service);
  for (const waitMs of RECHECK_AFTER_MS) {
    if (found.rollups.length + found.derivations.length === 0) return found;
    await deps.sleep(waitMs);
    found = await auditService(deps, service);
  }
  const { projectId, serviceId } = service;
  if (found.rollups.length > 0) {
    deps.log.error("rollups differ from their deployments", { projectId, serviceId, days: found.rollups });
  }
  if (found.derivations.length > 0) {
    const days = found.derivations;
    deps.log.warn("deployments differ from what the current rules derive: run rebuild", {
      projectId,
      serviceId,
      days,
    });
  }
  return found;
}

async function auditService(
  { store }: Pick<AuditDependencies, "store">,
  service: ServiceAudit,
): Promise<AuditedService> {
  const { projectId, serviceId, fromMs } = service;
  const range = { projectId, serviceId, fromMs, toMs: Number.POSITIVE_INFINITY };
  const firstDay = utcDay(fromMs);
  const stored = byDay(await store.readDurations({ ...range, toMs: LAST_MS }));
  const rollups = await store.readRollups({ projectId, serviceId, firstDay });
  const starts = [...stored.values()].flat().map(({ startedAtMs }) => startedAtMs);
  const [oldestMs] = starts;
  const facts =
    oldestMs === undefined
      ? NO_FACTS
      : await store.readFacts({ ...range, fromMs: oldestMs - UPDATE_LEAD_MS });
  // One that begins beside an end depends on the deployment before it.
  const firstMs = starts.find((startMs) => !isBesideEnd(facts, startMs)) ?? Number.POSITIVE_INFINITY;
  const derived = byDay(
    deriveDeployments({ serviceId, ...since(facts, firstMs) }).deployments.map(({ deployment }) =>
      deploymentDurations(deployment),
    ),
  );
  const written = new Map(rollups.map(({ day, rollup }) => [day, rollup]));
  const days = new Set([...stored.keys(), ...written.keys(), ...derived.keys()]);
  const textOf = (list: readonly DeploymentDurations[] = []) => JSON.stringify(list);
  return {
    days: days.size,
    rollups: [...days].filter((day) => !isSumOf(written.get(day), stored.get(day))),
    derivations: [...days].filter(
      (day) =>
        textOf(stored.get(day)?.filter(({ startedAtMs }) => startedAtMs >= firstMs)) !==
        textOf(derived.get(day)),
    ),
  };
}

/** 9999-12-31, after any deployment. */
const LAST_MS = Date.UTC(9999, 11, 31);

function byDay(list: readonly DeploymentDurations[]): Map<string, DeploymentDurations[]> {
  return Map.groupBy(list, ({ day }) => day);
}

/** True if a rollup is that of these deployments, ignoring series that an older version did not count. */
function isSumOf(written: Rollup | undefined, list: readonly DeploymentDurations[] | undefined): boolean {
  if (written === undefined || list === undefined) return written === undefined && list === undefined;
  const { counts, series } = rollupOf(list);
  const counted = [...series].map(([key, figures]) => {
    const isUnknown = written.series.get(key)?.criticalMs === null;
    return [key, isUnknown ? { ...figures, criticalMs: null } : figures] as const;
  });
  return rollupText(written) === rollupText({ counts, series: new Map(counted) });
}

/** The facts that deployments starting at or after `fromMs` depend on; a status from before says nothing of them. */
function since(facts: ServiceFacts, fromMs: number): ServiceFacts {
  return { ...facts, events: facts.events.filter(({ occurredAtMs }) => occurredAtMs >= fromMs) };
}
