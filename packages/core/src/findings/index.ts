import { fingerprint } from "../text/fingerprint.ts";
import type { Phase } from "../vocabulary/phase.ts";
import { type Attribution, attribute } from "./attribution.ts";
import { type ChangedAlso, changedAlso } from "./changed-also.ts";
import { type Detectable, detectableOf } from "./detectable.ts";
import { judgeDurations, type StepThresholds } from "./judge.ts";
import { judgeShares } from "./judge-shares.ts";
import { type LevelChange, levelChanges } from "./levels.ts";
import { compareRuns, type Run } from "./run.ts";
import { type Series, type Strata, seriesOf, strataOf } from "./series.ts";

/** Kinds of lasting changes: of a duration, of the share of runs without a cached image, or of failures. */
export const FINDING_KINDS = ["slower", "faster", "cold_share", "failure_share"] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];

/** Too few runs since to be sure, borne out by them, or over because the level came back. */
export const FINDING_STATES = ["suspected", "open", "resolved"] as const;

export type FindingState = (typeof FINDING_STATES)[number];

/** A deployment by id and start, epoch ms. */
export interface RunRef {
  readonly deploymentId: string;
  readonly atMs: number;
}

/** One side of a change. */
export interface Level {
  readonly n: number;
  /** ms; `null` for shares. */
  readonly medianMs: number | null;
  /** From 0 to 1; `null` for durations. */
  readonly share: number | null;
}

/** A lasting change in a service's history. */
export interface ServiceFinding {
  /** Deterministic from the service, kind, phase and the deployment at which the change was first suspected. */
  readonly id: string;
  readonly serviceId: string;
  readonly kind: FindingKind;
  readonly phase: Phase | "total";
  /** The first deployment at the new level. */
  readonly since: RunRef;
  /** The deployment before it. */
  readonly last: RunRef;
  /** The first and the last deployment that the change may begin with. */
  readonly placedWithin: { readonly from: RunRef; readonly to: RunRef; readonly runs: number };
  /** Deployments at which the change went further: it came gradually, or in steps. `after` is the level since the last of them. */
  readonly wentOn: readonly RunRef[];
  readonly before: Level;
  readonly after: Level;
  /** After divided by before; of shares, `null` where it was 0 before. */
  readonly ratio: number | null;
  /** 99.7 %: of the ratio for durations, of the difference for shares. An end without a bound is `null`. */
  readonly interval: readonly [low: number | null, high: number | null];
  /** `null` for shares. */
  readonly attribution: Attribution | null;
  readonly changedAlso: readonly ChangedAlso[];
  readonly state: FindingState;
  /** The deployment that confirmed the change. */
  readonly confirmed: RunRef | null;
  /** The deployment at which the level came back. */
  readonly resolved: RunRef | null;
}

/** All that a service's recent history shows. */
export interface ServiceFindings {
  /** The newest change first. */
  readonly findings: readonly ServiceFinding[];
  /** The changes that could have been found, by phase. */
  readonly detectable: readonly Detectable[];
  /** Attempts that ended in success or failure. */
  readonly runs: number;
  /** Of them, those in the thirty days up to the last. */
  readonly runsInMonth: number;
  /** The number of series that are watched. */
  readonly series: number;
}

const DAY_MS = 86_400_000;
const MONTH_MS = 30 * DAY_MS;

/**
 * Finds the lasting changes of a service: a pure function of the set of its runs.
 *
 * Each series is searched run by run, as it came about; so a later run changes nothing that was said of earlier ones, except
 * where it shows a second mode of a phase. A finding's id comes from the deployment at which the change was first suspected:
 * a run later, when it is confirmed, the place may move, and the id does not.
 *
 * @param runs of one service, in any order; repeated ones count once
 * @example
 * findServiceFindings("35de3ca9-…", runs).findings[0];
 * // { id: "f0k3…", kind: "slower", phase: "prepare_environment", ratio: 1.59, state: "open", … }
 */
export function findServiceFindings(
  serviceId: string,
  runs: readonly Run[],
  thresholds?: StepThresholds,
): ServiceFindings {
  const ordered = [...new Map(runs.map((run) => [run.id, run])).values()].sort(compareRuns);
  const strata = strataOf(ordered);
  const all = seriesOf(ordered, strata);
  const found = all.flatMap((series) => findingsOf({ serviceId, runs: ordered, strata, series }, thresholds));
  const lastMs = ordered.at(-1)?.startedAtMs ?? 0;
  return {
    findings: found
      .filter((finding) => !isOfTotal(finding) || !isExplained(finding, found))
      .sort((a, b) => b.since.atMs - a.since.atMs || (a.id < b.id ? -1 : 1)),
    detectable: all.filter(({ question }) => question === "duration").map(detectableOf),
    runs: ordered.length,
    runsInMonth: ordered.filter(({ startedAtMs }) => startedAtMs > lastMs - MONTH_MS).length,
    series: all.length,
  };
}

interface Searched {
  readonly serviceId: string;
  readonly runs: readonly Run[];
  readonly strata: Strata;
  readonly series: Series;
}

function findingsOf(searched: Searched, thresholds: StepThresholds | undefined): readonly ServiceFinding[] {
  const { runs, series } = searched;
  const startedAtMs = series.runs.map((run) => runs[run]?.startedAtMs ?? 0);
  const judge = series.question === "duration" ? judgeDurations(thresholds) : judgeShares;
  return levelChanges(series.observations, startedAtMs, judge).map((change) => findingOf(searched, change));
}

function findingOf({ serviceId, runs, series, strata }: Searched, change: LevelChange): ServiceFinding {
  const { question, phase, observations } = series;
  const runAt = (index: number) => series.runs[index] ?? 0;
  const ref = (index: number): RunRef => {
    const run = runs[runAt(index)];
    return { deploymentId: run?.id ?? "", atMs: run?.startedAtMs ?? 0 };
  };
  const refOrNull = (index: number | null) => (index === null ? null : ref(index));
  const stratified = (from: number, to: number) =>
    series.runs.slice(from, to).flatMap((at) => {
      const run = runs[at];
      return run === undefined ? [] : [{ run, stratum: strata.whole[at] ?? 0 }];
    });
  const { at, from, to, startsAt, endsAt, confirmedAt, resolvedAt, wentOnAt } = change;
  const levelFrom = wentOnAt.at(-1) ?? at;
  const kind = question === "duration" ? change.direction : question;
  const isDuration = question === "duration";
  return {
    id: `f${fingerprint([serviceId, kind, phase, ref(change.suspectedAt).deploymentId].join("|"))}`,
    serviceId,
    kind,
    phase,
    since: ref(at),
    last: ref(at - 1),
    placedWithin: { from: ref(from), to: ref(to), runs: to - from + 1 },
    wentOn: wentOnAt.map(ref),
    before: levelOf(question, observations.slice(startsAt, at)),
    after: levelOf(question, observations.slice(levelFrom, endsAt)),
    ratio: bounded(change.ratio),
    interval: [bounded(change.interval[0]), bounded(change.interval[1])],
    attribution: isDuration ? attribute(stratified(startsAt, at), stratified(levelFrom, endsAt)) : null,
    changedAlso: changedAlso(runs, runAt(from), runAt(to)),
    state: stateOf(change),
    confirmed: refOrNull(confirmedAt),
    resolved: refOrNull(resolvedAt),
  };
}

function stateOf({ confirmedAt, resolvedAt }: LevelChange): FindingState {
  if (confirmedAt === null) return "suspected";
  return resolvedAt === null ? "open" : "resolved";
}

function levelOf(question: Series["question"], observations: Series["observations"]): Level {
  const values = observations.map(({ ms }) => ms).sort((a, b) => a - b);
  const n = values.length;
  if (question !== "duration")
    return { n, medianMs: null, share: values.reduce((sum, one) => sum + one, 0) / n };
  return { n, medianMs: values[Math.ceil(n / 2) - 1] ?? null, share: null };
}

function bounded(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function isOfTotal({ phase, kind }: ServiceFinding): boolean {
  return phase === "total" && kind !== "failure_share";
}

/** A change of the total is what its phases' changes add up to: it stands alone only where no phase changed then. */
function isExplained(total: ServiceFinding, all: readonly ServiceFinding[]): boolean {
  const nearMs = 2 * (total.since.atMs - total.last.atMs) + DAY_MS;
  const { from, to } = total.placedWithin;
  return all.some(({ phase, kind, placedWithin, wentOn }) => {
    const endMs = Math.max(placedWithin.to.atMs, ...wentOn.map(({ atMs }) => atMs));
    const isNear = placedWithin.from.atMs <= to.atMs + nearMs && endMs >= from.atMs - nearMs;
    return phase !== "total" && (kind === total.kind || kind === "cold_share") && isNear;
  });
}
