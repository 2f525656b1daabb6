import type { Judge, JudgedChange } from "./judge.ts";
import { RankWindow } from "./rank-window.ts";
import { type Observation, type Step, StepDetector, type SuspectedStep } from "./steps.ts";

/** A change between two levels of a series, as all runs until now show it. Places are indexes in the series. */
export interface LevelChange extends SuspectedStep {
  /** The first observation of the level before, and the first after that of the level since. */
  readonly startsAt: number;
  readonly endsAt: number;
  /** Names the change: see {@link Step.suspectedAt}. */
  readonly suspectedAt: number;
  /** `null`: only suspected. */
  readonly confirmedAt: number | null;
  /** Places at which the same change went further: it came gradually, or in steps. */
  readonly wentOnAt: readonly number[];
  /** The place at which the level came back. */
  readonly resolvedAt: number | null;
}

/**
 * The absolute statistic of an open change. The detector's own value is lower, so that it suspects early; with this one, of
 * 1,000 runs without any change 0.08 open a finding, and 90 % of changes of 1.3 × are open within 35 runs.
 */
const OPEN_Z = 4;

/** Observations of each level that are compared. */
const COMPARED = 200;

/** A change that as many runs do not confirm was none. */
const CONFIRMED_WITHIN = 40;

/** A level lasts at least a day: attempts that follow one another within hours share more than the level. */
const LASTS_MS = 86_400_000;

/** Changes in the same direction as close as this are one that goes on. */
const GOES_ON_WITHIN = 100;

/**
 * Finds the changes between lasting levels of a series.
 *
 * {@link StepDetector} suspects a change as soon as it can; here, all the runs before and since decide whether it lasted. What
 * did not is dropped, so that the levels on both sides become one; the last change remains suspected until enough runs
 * followed.
 *
 * @param startedAtMs when the run of each observation started, epoch ms
 */
export function levelChanges(
  observations: readonly Observation[],
  startedAtMs: readonly number[],
  judge: Judge,
): readonly LevelChange[] {
  const detector = new StepDetector(judge);
  const steps = observations.flatMap((observation) => detector.add(observation) ?? []);
  const n = observations.length;
  let kept: readonly Step[] = steps;
  for (;;) {
    const judged = kept.map((step, i) => {
      const bounds = { startsAt: kept[i - 1]?.at ?? 0, endsAt: kept[i + 1]?.at ?? n };
      return { step, bounds, evidence: evidenceOf(observations, startedAtMs, judge, step, bounds) };
    });
    const isWaiting = (step: Step) => step === kept.at(-1) && n - step.at < CONFIRMED_WITHIN;
    const failed = judged.filter(({ step, evidence }) => evidence.change === null && !isWaiting(step));
    const weakest = failed.toSorted((a, b) => a.evidence.z - b.evidence.z)[0];
    if (weakest !== undefined) {
      kept = kept.filter((step) => step !== weakest.step);
      continue;
    }
    const changes = judged.map(({ step, bounds, evidence: { change } }): LevelChange => {
      const { place: _, ...size } = change ?? { place: null };
      const confirmedAt = change === null ? null : step.confirmedAt;
      return { ...step, ...size, ...bounds, confirmedAt, wentOnAt: [], resolvedAt: null };
    });
    return [...settled(changes, observations, judge), ...suspectedNow(detector.suspected, kept, n)];
  }
}

interface Bounds {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** The change that all runs at both levels show; `null` if they do not show that it lasts. */
function evidenceOf(
  observations: readonly Observation[],
  startedAtMs: readonly number[],
  judge: Judge,
  { at, direction }: Step,
  { startsAt, endsAt }: Bounds,
): { readonly change: JudgedChange | null; readonly z: number } {
  const [from, to] = [Math.max(startsAt, at - COMPARED), Math.min(endsAt, at + COMPARED)];
  const window = new RankWindow(2 * COMPARED);
  for (const { ms, stratum } of observations.slice(from, to)) window.add(ms, stratum);
  const z = (window.splitAt(at - from)?.z ?? 0) * (direction === "slower" ? 1 : -1);
  const lastsMs = (startedAtMs[endsAt - 1] ?? 0) - (startedAtMs[at] ?? 0);
  if (z < OPEN_Z || lastsMs < LASTS_MS) return { change: null, z };
  const change = judge(window, at - from);
  return { change: change?.direction === direction ? change : null, z };
}

/** Joins changes that go on, and notes where a level came back. */
function settled(
  changes: readonly LevelChange[],
  observations: readonly Observation[],
  judge: Judge,
): readonly LevelChange[] {
  const joined: LevelChange[] = [];
  for (const change of changes) {
    const last = joined.at(-1);
    const goesOn =
      last !== undefined &&
      last.direction === change.direction &&
      change.at - (last.wentOnAt.at(-1) ?? last.at) <= GOES_ON_WITHIN;
    if (!goesOn) joined.push(change);
    else
      joined[joined.length - 1] = { ...last, endsAt: change.endsAt, wentOnAt: [...last.wentOnAt, change.at] };
  }
  return joined
    .map((change) => ({ ...change, ...wholeSize(change, observations, judge) }))
    .map((change, i, all) => ({ ...change, resolvedAt: resolutionOf(all.slice(i)) }));
}

/** The size of a change that went on: from the level before its first step to that since its last. */
function wholeSize(
  { at, startsAt, endsAt, wentOnAt }: LevelChange,
  observations: readonly Observation[],
  judge: Judge,
) {
  const levelFrom = wentOnAt.at(-1);
  if (levelFrom === undefined) return {};
  const before = observations.slice(Math.max(startsAt, at - COMPARED), at);
  const after = observations.slice(levelFrom, Math.min(endsAt, levelFrom + COMPARED));
  const window = new RankWindow(2 * COMPARED);
  for (const { ms, stratum } of [...before, ...after]) window.add(ms, stratum);
  const change = judge(window, before.length);
  return change === null ? {} : { ratio: change.ratio, interval: change.interval };
}

/** The place of the first later change that brings the level nearer to what it was before than to what it became. */
function resolutionOf([own, ...later]: readonly LevelChange[]): number | null {
  if (own === undefined) return null;
  let level = sizeOf(own);
  for (const change of later) {
    level += sizeOf(change);
    if (level / sizeOf(own) < 0.5) return change.at;
  }
  return null;
}

function sizeOf({ ratio, interval }: LevelChange): number {
  // The interval of a share is one of the difference.
  return Number.isFinite(ratio) && ratio > 0 ? Math.log(ratio) : Math.sign(interval[0] + interval[1]);
}

function suspectedNow(
  suspected: SuspectedStep | null,
  kept: readonly Step[],
  n: number,
): readonly LevelChange[] {
  if (suspected === null) return [];
  const startsAt = kept.at(-1)?.at ?? 0;
  const { at } = suspected;
  return [
    { ...suspected, startsAt, endsAt: n, suspectedAt: at, confirmedAt: null, wentOnAt: [], resolvedAt: null },
  ];
}
