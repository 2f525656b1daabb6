import { modeBoundary } from "@deploy-lens/core/findings/modes";
import { findSteps, type Observation, StepDetector } from "@deploy-lens/core/findings/steps";
import { amount, atLeast, atMost, type Figure, plain } from "@deploy-lens/core/testing/figure";
import { gaussian, type Random, seededRandom } from "@deploy-lens/core/testing/random";
import { cpuMicros } from "../measure/cpu-time.ts";
import { type Alarm, tTestOnWindows, twoSigma } from "../peers/change-rules.ts";

const SERIES = 300;
const CHANGE_AT = 150;
/** As the demo's durations vary from run to run. */
const SIGMA = 0.25;
const RUNS_A_DAY = 5;

/** The makeup of a series of durations. */
interface Kind {
  /** Share of pulls without a cached image, before and after the change. */
  readonly cold?: readonly [before: number, after: number];
  /** Weekends take this much longer. */
  readonly weekend?: number;
  /** From the change on. */
  readonly factor?: number;
  /** Every nth run takes five times as long. */
  readonly outlierEvery?: number;
}

const NULLS: Readonly<Record<string, Kind>> = {
  "one level": {},
  "cached images and others": { cold: [0.4, 0.4] },
  "weekends 1.3 ×": { weekend: 1.3 },
  "both of these": { cold: [0.4, 0.4], weekend: 1.3 },
  "one run in forty 5 ×": { outlierEvery: 40 },
};

/** Share of series with the change found, and false alarms, of this method beside two that are in use. */
export function run(): Promise<readonly Figure[]> {
  const nulls = Object.entries(NULLS).map(([name, kind]) => ({ name, series: many(kind, 1_000) }));
  const both = NULLS["both of these"] ?? {};
  return Promise.resolve([
    ...nulls.map(({ name, series }) => {
      const each = (alarms: Rule) => perThousand(series, alarms);
      const beside = `t-test on windows ${amount(each(RULES.t))}, 2 σ ${amount(each(RULES.sigma))}`;
      return atMost(`false alarms in 1,000 runs: ${name}`, each(RULES.ours), 0.3, amount, beside);
    }),
    ...[1.5, 1.3].flatMap((factor) => {
      const within = factor === 1.5 ? 15 : 35;
      const least = factor === 1.5 ? 0.95 : 0.9;
      return [{}, both].map((kind) => {
        const series = many({ ...kind, factor }, CHANGE_AT + 100);
        const found = (rule: Rule) => shareFound(series, rule, within);
        const what = `${factor} × found within ${within} runs: ${kind === both ? "both of these" : "one level"}`;
        const beside = `t-test on windows ${percent(found(RULES.t))}, 2 σ ${percent(found(RULES.sigma))}`;
        return atLeast(what, found(RULES.ours), least, percent, beside);
      });
    }),
    ...[1.5, 2].map((factor) => {
      const errors = many({ ...both, factor }, CHANGE_AT + 100).flatMap(({ runs }) => {
        const step = findSteps(runs).find(({ direction }) => direction === "slower");
        return step === undefined ? [] : [Math.abs(step.at - CHANGE_AT)];
      });
      const near = errors.filter((error) => error <= 2).length / errors.length;
      return atLeast(`${factor} × placed within two runs`, near, 0.9, percent);
    }),
    atMost(
      "a share of 40 % without a cached image that becomes 80 %, reported as slower",
      many({ cold: [0.4, 0.8] }, CHANGE_AT + 100).filter(({ runs }) => RULES.ours(runs).length > 0).length /
        SERIES,
      0.03,
      percent,
    ),
    ...speed(),
  ]);
}

interface Series {
  readonly runs: readonly Observation[];
}

type Rule = (runs: readonly Observation[]) => readonly Alarm[];

const RULES = {
  ours: (runs) =>
    findSteps(runs)
      .filter(({ direction }) => direction === "slower")
      .map(({ at, confirmedAt }) => ({ at, toldAt: confirmedAt })),
  t: (runs) => tTestOnWindows(runs.map(({ ms }) => ms)),
  sigma: (runs) => twoSigma(runs.map(({ ms }) => ms)),
} satisfies Record<string, Rule>;

function many(kind: Kind, n: number): readonly Series[] {
  return Array.from({ length: SERIES }, (_, i) => ({ runs: drawRuns(kind, n, seededRandom(i + 1)) }));
}

/** The cache is not said by the runs: it is inferred from those before the change, as from a real history. */
function drawRuns(kind: Kind, n: number, random: Random): Observation[] {
  const drawn = Array.from({ length: n }, (_, i) => {
    const isAfter = i >= CHANGE_AT;
    const isWeekend = Math.floor(i / RUNS_A_DAY) % 7 >= 5;
    const isCold = kind.cold !== undefined && random() < kind.cold[isAfter ? 1 : 0];
    const pullMs = isCold ? 60_000 : 1_500;
    const factors = [
      Math.exp(SIGMA * gaussian(random)),
      isWeekend ? (kind.weekend ?? 1) : 1,
      isAfter ? (kind.factor ?? 1) : 1,
      kind.outlierEvery !== undefined && i % kind.outlierEvery === 20 ? 5 : 1,
    ];
    return {
      ms: Math.round(factors.reduce((ms, factor) => ms * factor, kind.cold === undefined ? 30_000 : pullMs)),
      isWeekend,
    };
  });
  const boundary = modeBoundary(drawn.slice(0, CHANGE_AT).map(({ ms }) => ms)) ?? Number.POSITIVE_INFINITY;
  return drawn.map(({ ms, isWeekend }) => ({ ms, stratum: (ms > boundary ? 1 : 0) + (isWeekend ? 2 : 0) }));
}

function perThousand(series: readonly Series[], alarms: Rule): number {
  const runs = series.reduce((sum, one) => sum + one.runs.length, 0);
  return (series.reduce((sum, one) => sum + alarms(one.runs).length, 0) / runs) * 1_000;
}

/** A change is found where an alarm names a run near it, in time. */
function shareFound(series: readonly Series[], rule: Rule, within: number): number {
  const found = series.filter(({ runs }) =>
    rule(runs).some(({ at, toldAt }) => Math.abs(at - CHANGE_AT) <= 15 && toldAt - CHANGE_AT < within),
  );
  return found.length / series.length;
}

function speed(): readonly Figure[] {
  const runs = drawRuns(NULLS["both of these"] ?? {}, 1_000, seededRandom(1));
  const detectors = Array.from({ length: 20 }, () => new StepDetector());
  const micros = cpuMicros(() => {
    for (const detector of detectors) for (const observation of runs) detector.add(observation);
  });
  const each = micros / (detectors.length * runs.length);
  return [
    plain("processor time of a run, one phase", `${amount(each)} µs`),
    atMost("a million runs of one phase, once", each, 60, (value) => `${amount(value)} s`),
  ];
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
