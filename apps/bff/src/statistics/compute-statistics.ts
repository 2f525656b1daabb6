import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import type { ProjectDurationsQuery } from "@deploy-lens/api/statistics/deploy-durations-query";
import { comparisonWindow, statisticsWindow, type Window } from "@deploy-lens/api/statistics/window";
import { statisticsInSteps } from "@deploy-lens/core/statistics";
import { compareStatistics } from "@deploy-lens/core/statistics/comparison";
import type { StatisticsQuery } from "@deploy-lens/core/statistics/query";
import type { Outcome } from "@deploy-lens/core/vocabulary/deployment";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import { identityOf } from "../cache/identity.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import { inSlices } from "../http/slices.ts";
import { invalidParameters, ProblemError } from "../request/problem-error.ts";
import type { Basis } from "./answers.ts";
import {
  presentComparison,
  presentWindow,
  type ServiceNames,
  type WindowStatistics,
} from "./present-statistics.ts";

export interface StatisticsSubject {
  readonly projectId: string;
  readonly serviceId: string | null;
}

export interface StatisticsWindows {
  readonly window: Window;
  readonly compared: Window | null;
}

export type StatisticsAnswer = Omit<DeployDurations, "asOf">;

export type AskedStatistics = Omit<ProjectDurationsQuery, "format">;

const MINUTE_MS = 60_000;
/** Ten years: the documented sample is from 2019. */
const MAX_WINDOW_DAYS = 3_660;
const MAX_WINDOW_MS = MAX_WINDOW_DAYS * 86_400_000;
/** More than any screen or spreadsheet can use. */
const MAX_GROUPS = 20_000;

/**
 * Resolves a query's windows. "Now" is the end of the current minute: nothing starts later, and equal queries within a
 * minute share one answer.
 *
 * @throws ProblemError `invalid-parameters` for an empty or excessively wide window
 */
export function windowsOf({ from, to, compareTo }: AskedStatistics, nowMs: number): StatisticsWindows {
  const window = statisticsWindow({ from, to }, Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS);
  if (window === null) {
    throw invalidParameters([
      from === undefined
        ? { parameter: "to", message: "must be later than 1970-01-01T00:00:00Z" }
        : { parameter: "from", message: "must lie in the past unless `to` is given, too" },
    ]);
  }
  if (window.toMs - window.fromMs > MAX_WINDOW_MS) throw tooWide("from");
  const compared = compareTo === undefined ? null : comparisonWindow(compareTo, window);
  if (compared !== null && compared.fromMs >= compared.toMs) {
    throw invalidParameters([{ parameter: "compareTo", message: "finds no time before `from`" }]);
  }
  if (compared !== null && compared.fromMs < window.toMs && window.fromMs < compared.toMs) {
    throw invalidParameters([
      { parameter: "compareTo", message: "must not overlap the window that it is compared with" },
    ]);
  }
  if (compared !== null && compared.toMs - compared.fromMs > MAX_WINDOW_MS) throw tooWide("compareTo");
  return { window, compared };
}

function tooWide(parameter: string): Error {
  return invalidParameters([{ parameter, message: `must span at most ${MAX_WINDOW_DAYS} days` }]);
}

/** Reads what the answer of a statistics route is computed from; the answer is without `asOf`. */
export async function readStatistics(
  archive: ArchiveReads,
  scope: StatisticsSubject,
  query: AskedStatistics,
  { window, compared }: StatisticsWindows,
  caller: Caller,
): Promise<Basis<StatisticsAnswer>> {
  const read = async (asked: Window): Promise<WindowSource> => {
    const asksFor = { ...scope, ...toStatisticsQuery(query), ...asked };
    return { window: asked, source: await archive.statisticsSource(asksFor, caller) };
  };
  const [after, before, missing] = await Promise.all([
    read(window),
    compared === null ? null : read(compared),
    servicesWithMissingHistory(archive, scope, window, caller),
  ]);
  const sources = before === null ? [after] : [after, before];
  const names = query.groupBy.includes("service")
    ? await namesIn(archive, scope, sources, caller)
    : new Map<string, string | null>();
  return {
    identity: identityOf(scope, query, sources.map(identityOfSource), missing, [...names]),
    bytes: sources.reduce((sum, source) => sum + bytesOf(source), 0),
    async compute({ signal }) {
      const shown = { names, histograms: query.include?.includes("histogram") ?? false };
      const later = await statisticsOf(after, signal);
      if (later.statistics.groups.length > MAX_GROUPS) throw tooManyGroups();
      const answer = {
        groupBy: [...query.groupBy],
        ...withMissingHistory(await inSlices(presentWindow(later, shown), signal), missing),
      };
      if (before === null) return answer;
      const earlier = await statisticsOf(before, signal);
      const comparison = compareStatistics(earlier.statistics, later.statistics);
      return { ...answer, comparison: await inSlices(presentComparison(earlier, comparison, shown), signal) };
    },
  };
}

interface WindowSource {
  readonly window: Window;
  readonly source: Awaited<ReturnType<ArchiveReads["statisticsSource"]>>;
}

function identityOfSource({ window, source }: WindowSource): unknown {
  return [window, source.fingerprint];
}

/** A rollup and a deployment take about as much: half a kilobyte. */
function bytesOf({ source: { rollups = [], durations = [] } }: WindowSource): number {
  return 500 * ([...rollups].length + [...durations].length);
}

async function statisticsOf(
  { window, source }: WindowSource,
  signal: AbortSignal,
): Promise<WindowStatistics> {
  const statistics = await inSlices(statisticsInSteps(source.plan, source, window.toMs), signal);
  return { window, statistics };
}

function tooManyGroups(): ProblemError {
  return new ProblemError("answer-too-large", {
    detail: `The answer would hold more than ${MAX_GROUPS} groups: ask for a shorter time or fewer words in groupBy.`,
  });
}

/** Number of services in the scope that may have had unread deployments in the window. */
async function servicesWithMissingHistory(
  archive: ArchiveReads,
  { projectId, serviceId }: StatisticsSubject,
  { toMs }: Window,
  caller: Caller,
): Promise<number> {
  const owed = (await archive.owed(projectId, caller)).value.content;
  return owed.filter(
    ([id, { fromMs }]) => (serviceId === null || id === serviceId) && (fromMs === null || fromMs < toMs),
  ).length;
}

function withMissingHistory<Answer extends Pick<DeployDurations, "excluded">>(
  answer: Answer,
  services: number,
): Answer {
  if (services === 0) return answer;
  return { ...answer, excluded: { ...answer.excluded, history_missing: services } };
}

function toStatisticsQuery(query: AskedStatistics): StatisticsQuery {
  const { groupBy, outcome, phase, model, quantiles } = query;
  return {
    groupBy,
    outcomes: outcome.includes("any") ? "any" : outcome.filter((name): name is Outcome => name !== "any"),
    phases: phase,
    quantiles,
    model,
  };
}

async function namesIn(
  archive: ArchiveReads,
  { projectId }: StatisticsSubject,
  sources: readonly WindowSource[],
  caller: Caller,
): Promise<ServiceNames> {
  const ids = new Set<string>();
  for (const { source } of sources) {
    for (const { serviceId } of [...(source.rollups ?? []), ...(source.durations ?? [])]) {
      if (serviceId !== null) ids.add(serviceId);
    }
  }
  if (ids.size === 0) return new Map();
  const heads = await archive.heads(projectId, [...ids].sort(), caller);
  return new Map(heads.value.content.map(({ serviceId, state }) => [serviceId, state?.name ?? null]));
}
