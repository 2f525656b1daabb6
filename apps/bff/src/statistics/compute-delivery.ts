import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import {
  type Delivery,
  RETRIES_OF_AT_MOST,
  type ServiceDelivery,
} from "@deploy-lens/api/statistics/delivery";
import type { Window } from "@deploy-lens/api/statistics/window";
import { type DeliveryAttempt, lostTimeOf, recoveryOf, retriedTimeOf } from "@deploy-lens/core/delivery";
import { countDeployments, type StatisticsSource, statisticsInSteps } from "@deploy-lens/core/statistics";
import type { Grouping, StatisticsPlan } from "@deploy-lens/core/statistics/query";
import { OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import { identityOf } from "../cache/identity.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import { inSlices } from "../http/slices.ts";
import type { Basis } from "./answers.ts";
import type { StatisticsSubject } from "./compute-statistics.ts";
import type { ServiceNames } from "./present-statistics.ts";

export type DeliveryAnswer = Omit<Delivery, "asOf">;

export interface AskedDelivery {
  readonly isByService: boolean;
  readonly isWithRetries: boolean;
}

const DAY_MS = 86_400_000;

export async function readDelivery(
  archive: ArchiveReads,
  scope: StatisticsSubject,
  asked: AskedDelivery,
  window: Window,
  caller: Caller,
): Promise<Basis<DeliveryAnswer>> {
  const { isByService } = asked;
  const query = { ...scope, ...window, ...TIMES, groupBy: isByService ? (["service"] as const) : [] };
  const source = await archive.statisticsSource(query, caller);
  const ended = countDeployments({ ...source.plan, outcomes: new Set(OUTCOMES) }, source);
  const everyAttempt = asked.isWithRetries && (scope.serviceId !== null || ended <= RETRIES_OF_AT_MOST);
  const read = await archive.deliveryAttempts({ ...scope, ...window, everyAttempt }, caller);
  const attempts = read.value.content;
  const sources = isByService ? sourcesByService(source) : new Map<string, StatisticsSource>();
  const ids = [...sources.keys()].sort();
  const heads = ids.length === 0 ? null : await archive.heads(scope.projectId, ids, caller);
  const names: ServiceNames = new Map(
    heads?.value.content.map(({ serviceId, state }) => [serviceId, state?.name ?? null]),
  );
  return {
    identity: identityOf(scope, asked, window, source.fingerprint, read.value.identity, [...names]),
    bytes: 500 * ([...(source.rollups ?? [])].length + attempts.length),
    async compute({ signal }) {
      const ofAll = { ...source.plan, groupBy: new Set<Grouping>() };
      const figures = (of: StatisticsSource, some: readonly DeliveryAttempt[]) =>
        figuresOf(of, ofAll, some, window, everyAttempt, signal);
      const answer = {
        window: { from: presentInstant(window.fromMs), to: presentInstant(window.toMs) },
        days: daysOf(window),
        ...(await figures(source, attempts)),
      };
      if (!isByService) return answer;
      const attemptsOf = Map.groupBy(attempts, ({ serviceId }) => serviceId);
      const services: ServiceDelivery[] = [];
      for (const [id, ofService] of sources) {
        services.push({
          service: { id, name: names.get(id) ?? null },
          ...(await figures(ofService, attemptsOf.get(id) ?? [])),
        });
      }
      return { ...answer, services: services.sort(byLostTime) };
    },
  };
}

/** The part of a query that the deployment time is computed by. */
const TIMES = { phases: ["total"], quantiles: [0.5, 0.9] } as const;

async function figuresOf(
  source: StatisticsSource,
  plan: StatisticsPlan,
  attempts: readonly DeliveryAttempt[],
  window: Window,
  everyAttempt: boolean,
  signal: AbortSignal,
): Promise<Omit<ServiceDelivery, "service">> {
  const { outcomes, total } = await inSlices(statisticsInSteps(plan, source, window.toMs), signal);
  const { success = 0, failure = 0, timed_out: timedOut = 0 } = outcomes;
  const ended = success + failure + timedOut;
  const days = daysOf(window);
  const started = Object.values(outcomes).reduce((sum, n) => sum + n, 0);
  const { stillBroken, ...recovery } = recoveryOf(attempts);
  return {
    outcomes,
    attemptsPerDay: started / days,
    deploymentsPerDay: success / days,
    failureRate: ended === 0 ? null : (failure + timedOut) / ended,
    deploymentTime: {
      n: total.n,
      medianMs: whole(total.quantiles["0.5"]),
      p90Ms: whole(total.quantiles["0.9"]),
    },
    recovery: {
      ...recovery,
      stillBroken: stillBroken.map(({ serviceId, sinceMs }) => ({
        serviceId,
        since: presentInstant(sinceMs),
      })),
    },
    lost: lostTimeOf(attempts).map((lost) => ({
      ...lost,
      instanceMs: lost.configured === 0 ? null : lost.instanceMs,
    })),
    retried: everyAttempt ? retriedTimeOf(attempts) : null,
  };
}

function sourcesByService({ rollups = [], durations = [] }: StatisticsSource): Map<string, StatisticsSource> {
  const rollupsOf = Map.groupBy(rollups, ({ serviceId }) => serviceId);
  const durationsOf = Map.groupBy(durations, ({ serviceId }) => serviceId);
  const ids = [...rollupsOf.keys(), ...durationsOf.keys()].filter((id) => id !== null);
  return new Map(
    [...new Set(ids)].map((id) => [id, { rollups: rollupsOf.get(id), durations: durationsOf.get(id) }]),
  );
}

function byLostTime(a: ServiceDelivery, b: ServiceDelivery): number {
  return lostMs(b) - lostMs(a) || (a.service.id < b.service.id ? -1 : 1);
}

function lostMs({ lost }: ServiceDelivery): number {
  return lost.reduce((sum, { totalMs }) => sum + totalMs, 0);
}

function daysOf({ fromMs, toMs }: Window): number {
  return (toMs - fromMs) / DAY_MS;
}

/** Quantiles of a histogram are within its error, and no whole numbers. */
function whole(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : Math.round(ms);
}
