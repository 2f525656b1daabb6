import { type ClassifiedEvent, classified, openedKind, timelineOf } from "../classify/timeline.ts";
import { compareEvents, eventKey, type ServiceEvent } from "../event/service-event.ts";
import type { UpdateLogEntry } from "../event/update-log.ts";
import type { Deployment } from "../vocabulary/deployment.ts";
import type { DeploymentKind, ModelVersion } from "../vocabulary/signal.ts";
import type { ServiceStatusObservation } from "../vocabulary/status.ts";
import { type Attempt, type Closing, closingOf, isRollbackBegin } from "./closing.ts";
import { type DeploymentIds, idsOf } from "./id.ts";
import { lanesOf } from "./lane.ts";
import { type PhasesEnd, phaseRunsOf } from "./phase-run.ts";
import { endsBeforeBegins } from "./ties.ts";
import { shareTime, summarize } from "./time-shares.ts";
import { updateOf } from "./update.ts";
import { decisiveRun, failureOf, flagsOf } from "./verdict.ts";

/**
 * A status transition may be stamped up to this long before the events that it concludes, because two clocks are
 * involved.
 */
const STATUS_GRACE_MS = 2_000;

/** The facts about one service. */
export interface DeriveInput {
  readonly serviceId: string;
  /** Any order, any duplicates: only the set counts. */
  readonly events: Iterable<ServiceEvent>;
  /** Every stored observation of the service's status; none by default. */
  readonly statuses?: readonly ServiceStatusObservation[];
  /** The service's update log, in any order; none by default. */
  readonly updates?: readonly UpdateLogEntry[];
}

/** A deployment with the events that it was derived from, in timeline order. */
export interface DerivedDeployment {
  readonly deployment: Deployment;
  /** The update that it carried out, see {@link updateOf}; `null` if unknown. */
  readonly configuration: UpdateLogEntry | null;
  readonly events: readonly ClassifiedEvent[];
}

/** The result of deriving a feed. */
export interface Derivation {
  /** Oldest first. */
  readonly deployments: readonly DerivedDeployment[];
  /** Events before the first begin or after an end: stored, but part of no deployment. */
  readonly outside: readonly ClassifiedEvent[];
}

/**
 * Derives a service's deployments from its events.
 *
 * A pure function of the *set* of events: any order, any duplication and any split into pages or polls give the same
 * answer. Never throws; text that no rule matches is kept and counted. Rules: contract 3.
 *
 * @example const { deployments } = deriveDeployments({ serviceId, events });
 * deployments[0]?.deployment.phases.map((run) => [run.phase, run.wallMs]); // the documented sample: [["build_image",
 * 17], ["prepare_environment", 20171], ["schedule_resource", 6], //                         ["pull_image", 56642],
 * ["start_model", null]]
 */
export function deriveDeployments(input: DeriveInput): Derivation {
  const { timed, untimed } = byTime(input.events);
  const observed = (input.statuses ?? [])
    .filter(({ transitionAtMs }) => isTime(transitionAtMs))
    .sort(compareStatuses);
  const { attempts, before } = attemptsOf(endsBeforeBegins(timelineOf(timed), observed));
  const outside = [...untimed, ...before];
  const statuses = statusesDuring(attempts, observed);
  const idOf = idsOf(input.serviceId);
  const deployments = attempts.map((attempt, i) => {
    const closing = closingOf(attempt, statuses[i] ?? []);
    const events = eventsBefore(closing, attempt.events, outside);
    const deployment = deploymentOf(input.serviceId, idOf, attempt, events, closing);
    return { deployment, configuration: updateOf(deployment, input.updates ?? []), events };
  });
  return { deployments, outside };
}

/** Between times closer to 1970 than this (some 140,000 years), every difference is an exact integer. */
const BEYOND_MS = 2 ** 52;

/** An event without such a time is kept but not used. */
function isTime(epochMs: number): boolean {
  return Number.isInteger(epochMs) && Math.abs(epochMs) < BEYOND_MS;
}

/** Events with a valid time; and the others, classified, without duplicates. */
function byTime(events: Iterable<ServiceEvent>): {
  readonly timed: readonly ServiceEvent[];
  readonly untimed: readonly ClassifiedEvent[];
} {
  const timed: ServiceEvent[] = [];
  const others = new Map<string, ServiceEvent>();
  for (const event of events) {
    if (isTime(event.occurredAtMs)) timed.push(event);
    else others.set(eventKey(event), event);
  }
  return { timed, untimed: [...others.values()].sort(compareEvents).map(classified) };
}

interface BegunAttempt extends Attempt {
  readonly kind: DeploymentKind;
}

function attemptsOf(timeline: readonly ClassifiedEvent[]): {
  attempts: readonly BegunAttempt[];
  before: readonly ClassifiedEvent[];
} {
  const begins = beginsOf(timeline);
  const attempts = begins.map(({ kind, startedAtMs, at }, i) => {
    const next = begins[i + 1];
    const events = timeline.slice(at, next?.at);
    return { kind, startedAtMs, events, nextStartedAtMs: next?.startedAtMs ?? null };
  });
  return { attempts, before: timeline.slice(0, begins[0]?.at) };
}

interface Begin {
  readonly kind: DeploymentKind;
  readonly startedAtMs: number;
  /** Index in the timeline. */
  readonly at: number;
}

function beginsOf(timeline: readonly ClassifiedEvent[]): Begin[] {
  const begins: Begin[] = [];
  timeline.forEach(({ event, classification }, at) => {
    const kind = openedKind(classification);
    if (kind === null) return;
    const startedAtMs = event.occurredAtMs;
    // Two wordings of the same begin within one millisecond are one begin.
    const latest = begins.at(-1);
    if (latest?.kind !== kind || latest.startedAtMs !== startedAtMs) begins.push({ kind, startedAtMs, at });
  });
  return begins;
}

/** For each attempt, the statuses that the service entered during it; one pass, however long the history. */
function statusesDuring(
  attempts: readonly Attempt[],
  statuses: readonly ServiceStatusObservation[],
): readonly (readonly ServiceStatusObservation[])[] {
  const during = attempts.map((): ServiceStatusObservation[] => []);
  let current = -1;
  for (const status of statuses) {
    while ((attempts[current + 1]?.startedAtMs ?? Number.POSITIVE_INFINITY) < status.transitionAtMs)
      current++;
    // A status entered in the millisecond of the next begin belongs to neither attempt.
    if (attempts[current + 1]?.startedAtMs !== status.transitionAtMs) during[current]?.push(status);
  }
  return during;
}

function compareStatuses(a: ServiceStatusObservation, b: ServiceStatusObservation): number {
  return a.transitionAtMs - b.transitionAtMs || (a.status < b.status ? -1 : 1);
}

/** The events of an attempt that came before its end; the others go to `outside`. */
function eventsBefore(
  closing: Closing | null,
  events: readonly ClassifiedEvent[],
  outside: ClassifiedEvent[],
): readonly ClassifiedEvent[] {
  const latest = events.at(-1);
  if (closing === null || latest === undefined || latest.event.occurredAtMs <= closing.atMs) return events;
  for (const one of events) if (!belongs(one, closing)) outside.push(one);
  return events.filter((one) => belongs(one, closing));
}

/** True if an event of the attempt came before its end. Clocks that disagree may put it slightly after. */
function belongs({ event, classification }: ClassifiedEvent, closing: Closing): boolean {
  if (event.occurredAtMs <= closing.atMs) return true;
  const late = event.occurredAtMs - closing.atMs;
  return closing.endedBy === "service_status" && classification.phase !== null && late <= STATUS_GRACE_MS;
}

function deploymentOf(
  serviceId: string,
  idOf: DeploymentIds,
  attempt: BegunAttempt,
  events: readonly ClassifiedEvent[],
  closing: Closing | null,
): Deployment {
  const { kind, startedAtMs } = attempt;
  const rollback = events.find(isRollbackBegin);
  // The phases of a rollback are the old version's.
  const lanes = lanesOf(rollback === undefined ? events : events.slice(0, events.indexOf(rollback)));
  const lastEventAtMs = events.at(-1)?.event.occurredAtMs ?? startedAtMs;
  const endedAtMs = closing?.atMs ?? null;
  const window = { startMs: startedAtMs, endMs: endedAtMs ?? lastEventAtMs };
  const { runs, unrecovered } = phaseRunsOf(lanes, rollback === undefined ? closing : undoneBy(rollback));
  const failure = failureOf(closing, rollback, unrecovered);
  const gaps = shareTime(window, runs, decisiveRun(closing, failure, unrecovered));
  const unclassified = countUnclassified(events);
  return {
    id: idOf(kind, startedAtMs),
    serviceId,
    kind,
    outcome: closing?.outcome ?? null,
    startedAtMs,
    endedAtMs,
    endedBy: closing?.endedBy ?? null,
    totalMs: endedAtMs === null ? null : window.endMs - startedAtMs,
    observedMs: window.endMs - startedAtMs,
    lastEventAtMs,
    models: lanes.map((lane) => lane.model).filter((model): model is ModelVersion => model !== null),
    phases: runs,
    summary: summarize(runs),
    gaps,
    failure,
    flags: flagsOf(closing, rollback, runs, unclassified),
    unclassified,
    eventCount: events.length,
  };
}

/** The rollback's begin ends the update's own phases, unsuccessfully. */
function undoneBy({ event }: ClassifiedEvent): PhasesEnd {
  return { outcome: "failure", atMs: event.occurredAtMs, endedBy: "event" };
}

function countUnclassified(events: readonly ClassifiedEvent[]): number {
  let count = 0;
  for (const { classification } of events) if (classification.signal === "unclassified") count += 1;
  return count;
}
