import { PHASES, type Phase } from "../vocabulary/phase.ts";
import { modesOf } from "./modes.ts";
import type { Run } from "./run.ts";
import type { Observation } from "./steps.ts";

/** The questions asked of a history: durations, the share of runs without a cached image, the share of failures. */
export type Question = "duration" | "cold_share" | "failure_share";

/** One question about one phase, run by run. */
export interface Series {
  readonly question: Question;
  readonly phase: Phase | "total";
  /** The run of each observation, as an index in the runs. */
  readonly runs: readonly number[];
  readonly observations: readonly Observation[];
}

/** The phases whose duration says whether an image was cached. */
const CACHED_PHASES = ["build_image", "pull_image"] as const satisfies readonly Phase[];

/** The runs of a service with what each is compared within. */
export interface Strata {
  /**
   * By phase: 1 where it took the longer of two modes, else 0, by run. A build or a pull without a cached image does so, and
   * the scheduling of resources that had to be waited for. A phase with one mode is missing.
   */
  readonly cold: ReadonlyMap<Phase, ReadonlyMap<number, 0 | 1>>;
  /** By run: its cached or not cached images, and whether it ran at a weekend. */
  readonly whole: readonly number[];
}

/** Tells the modes of each phase apart, and weekends. */
export function strataOf(runs: readonly Run[]): Strata {
  const cold = new Map<Phase, ReadonlyMap<number, 0 | 1>>();
  for (const phase of PHASES) {
    const timed = timesOf(runs, phase);
    const modes = modesOf(timed.map(({ ms }) => ms));
    if (modes !== null) cold.set(phase, new Map(timed.map(({ run }, i) => [run, modes[i] ?? 0])));
  }
  const whole = runs.map((run, i) => {
    const [build = 0, pull = 0] = CACHED_PHASES.map((phase) => cold.get(phase)?.get(i));
    return build + 2 * pull + 4 * weekend(run);
  });
  return { cold, whole };
}

/**
 * The series of a service.
 *
 * @param runs in the order of their starts
 */
export function seriesOf(runs: readonly Run[], { cold, whole }: Strata): readonly Series[] {
  const weekends = runs.map((run) => 2 * weekend(run));
  const durations = PHASES.map((phase): Series => {
    const labels = cold.get(phase);
    return seriesFrom(
      "duration",
      phase,
      timesOf(runs, phase),
      (run) => (labels?.get(run) ?? 0) + (weekends[run] ?? 0),
    );
  });
  const total = runs.flatMap(({ outcome, totalMs }, run) =>
    outcome === "success" ? [{ run, ms: totalMs }] : [],
  );
  const shares = CACHED_PHASES.map((phase) => {
    const labels = [...(cold.get(phase) ?? [])].map(([run, ms]) => ({ run, ms }));
    return seriesFrom("cold_share", phase, labels, (run) => weekends[run] ?? 0);
  });
  const failures = runs.map(({ outcome }, run) => ({ run, ms: outcome === "success" ? 0 : 1 }));
  return [
    ...durations,
    seriesFrom("duration", "total", total, (run) => whole[run] ?? 0),
    ...shares,
    seriesFrom("failure_share", "total", failures, (run) => weekends[run] ?? 0),
  ].filter(({ runs: of }) => of.length > 0);
}

interface Timed {
  readonly run: number;
  readonly ms: number;
}

function seriesFrom(
  question: Question,
  phase: Series["phase"],
  timed: readonly Timed[],
  stratumOf: (run: number) => number,
): Series {
  return {
    question,
    phase,
    runs: timed.map(({ run }) => run),
    observations: timed.map(({ run, ms }) => ({ ms, stratum: stratumOf(run) })),
  };
}

/** The successful runs' times of a phase. */
function timesOf(runs: readonly Run[], phase: Phase): readonly Timed[] {
  return runs.flatMap(({ outcome, phases }, run) => {
    const ms = phases.find((time) => time.phase === phase)?.wallMs ?? null;
    return outcome === "success" && ms !== null ? [{ run, ms }] : [];
  });
}

function weekend({ startedAtMs }: Run): 0 | 1 {
  const day = new Date(startedAtMs).getUTCDay();
  return day === 0 || day === 6 ? 1 : 0;
}
