import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussian, type Random, seededRandom } from "../testing/random.ts";
import { attribute } from "./attribution.ts";
import { groupFindings } from "./groups.ts";
import { findServiceFindings, type ServiceFinding } from "./index.ts";
import type { Run } from "./run.ts";

const DAY_MS = 86_400_000;
/** A Monday. */
const START_MS = Date.UTC(2026, 8, 7);

interface Kind {
  readonly n: number;
  /** Of a run's phases: how much longer they take, by run. */
  readonly prepare?: (run: number) => number;
  readonly cold?: (run: number) => number;
  readonly failing?: (run: number) => number;
  readonly seed?: number;
}

/** Five runs a day: 20 s to prepare the environment, 1.5 or 60 s to pull the image, 40 s to start the model. */
function history({ n, prepare = () => 1, cold = () => 0.4, failing = () => 0, seed = 1 }: Kind): Run[] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, (_, i) => {
    const isCold = random() < cold(i);
    const phases = [
      { phase: "prepare_environment", ms: drawn(random, 20_000 * prepare(i)) },
      { phase: "pull_image", ms: drawn(random, isCold ? 60_000 : 1_500) },
      { phase: "start_model", ms: drawn(random, 40_000) },
    ] as const;
    const gapMs = drawn(random, 2_000);
    return {
      id: `run${String(i).padStart(4, "0")}`,
      startedAtMs: START_MS + Math.round((i * DAY_MS) / 5),
      outcome: random() < failing(i) ? ("failure" as const) : ("success" as const),
      totalMs: phases.reduce((sum, { ms }) => sum + ms, gapMs),
      gapMs,
      phases: phases.map(({ phase, ms }) => ({ phase, wallMs: ms, criticalMs: ms })),
      models: [{ name: "ranker", version: i < 150 ? "1.0.0" : "1.1.0", configured: null }],
    };
  });
}

function drawn(random: Random, ms: number): number {
  return Math.round(ms * Math.exp(0.25 * gaussian(random)));
}

const findingsOf = (runs: readonly Run[]) => findServiceFindings("ranker", runs).findings;
const slowerPrepare = (i: number) => (i < 150 ? 1 : 1.7);

describe("a phase that takes longer from a deployment on", () => {
  const runs = history({ n: 220, prepare: slowerPrepare });
  const findings = findingsOf(runs);
  const [finding] = findings;

  it("is the one finding, with its place, size and share of the whole", () => {
    expect(findings.map(({ kind, phase, state }) => [kind, phase, state])).toEqual([
      ["slower", "prepare_environment", "open"],
    ]);
    expect(Math.abs(Number(finding?.since.deploymentId.slice(3)) - 150)).toBeLessThanOrEqual(2);
    expect(finding?.before.n).toBeGreaterThan(140);
    expect(finding?.before.medianMs).toBeGreaterThan(18_000);
    expect(finding?.after.medianMs).toBeLessThan(38_000);
    expect(finding?.interval[0]).toBeLessThan(1.7);
    expect(finding?.interval[1]).toBeGreaterThan(1.7);
    const own = finding?.attribution?.parts.find(({ part }) => part === "prepare_environment");
    expect(Math.abs((own?.ms ?? 0) - 14_000)).toBeLessThan(3_000);
  });

  it("names the model version that came then", () => {
    expect(finding?.changedAlso).toEqual([
      { what: "model_version", model: "ranker", before: "1.0.0", after: "1.1.0" },
    ]);
  });

  it("is the same for the same runs, in any order, repeated", () =>
    fc.assert(
      fc.property(fc.shuffledSubarray(runs), fc.shuffledSubarray(runs, { minLength: 220 }), (some, all) => {
        expect(findingsOf([...some, ...all])).toEqual(findings);
      }),
      { numRuns: 10 },
    ));

  it("has the same place and id when every duration is larger by a factor", () => {
    const longer = runs.map((run) => ({
      ...run,
      phases: run.phases.map(({ phase, wallMs, criticalMs }) => ({
        phase,
        wallMs: (wallMs ?? 0) * 3,
        criticalMs,
      })),
    }));
    const named = (all: readonly ServiceFinding[]) => all.map(({ id, since }) => [id, since]);
    expect(named(findingsOf(longer))).toEqual(named(findings));
  });

  it("keeps its id from the run that makes it suspected, whatever runs follow", () => {
    const seen = new Map<string, Set<string>>();
    for (let n = 150; n <= 220; n++) {
      for (const { id, state } of findingsOf(runs.slice(0, n)).filter(
        ({ phase }) => phase === "prepare_environment",
      )) {
        seen.set(id, (seen.get(id) ?? new Set()).add(state));
      }
    }
    expect([...seen]).toEqual([[finding?.id, new Set(["suspected", "open"])]]);
  });

  it("is resolved once the phase takes as long as before", () => {
    const back = history({ n: 320, prepare: (i) => (i >= 150 && i < 230 ? 1.7 : 1) });
    expect(findingsOf(back).map(({ kind, state }) => [kind, state])).toEqual([
      ["faster", "open"],
      ["slower", "resolved"],
    ]);
    expect(findingsOf(back)[1]?.resolved).toEqual(findingsOf(back)[0]?.since);
  });
});

describe("what is no slower phase", () => {
  it("more pulls without a cached image: a share", () => {
    const findings = findingsOf(history({ n: 260, cold: (i) => (i < 150 ? 0.3 : 0.85) }));
    expect(findings.map(({ kind, phase }) => [kind, phase])).toEqual([["cold_share", "pull_image"]]);
    expect(findings[0]?.before.share).toBeLessThan(0.4);
    expect(findings[0]?.after.share).toBeGreaterThan(0.75);
    expect(findings[0]?.attribution).toBeNull();
  });

  it("more failures: a share, too", () => {
    const findings = findingsOf(history({ n: 260, failing: (i) => (i < 180 ? 0.03 : 0.5) }));
    expect(findings.map(({ kind, phase }) => [kind, phase])).toEqual([["failure_share", "total"]]);
  });

  it("few runs: too few to tell, with the change that they could have shown", () => {
    const { findings, detectable } = findServiceFindings("ranker", history({ n: 15 }));
    expect(findings).toEqual([]);
    expect(detectable.map(({ isTooFew }) => isTooFew)).toEqual([true, true, true, true]);
    const enough = findServiceFindings("ranker", history({ n: 200 })).detectable;
    const ratioOf = (all: typeof detectable) =>
      all.find(({ phase }) => phase === "start_model")?.smallestRatio;
    expect(ratioOf(detectable)).toBeGreaterThan(ratioOf(enough) ?? Number.NaN);
    expect(ratioOf(enough)).toBeGreaterThan(1.1);
    expect(ratioOf(enough)).toBeLessThan(1.4);
  });
});

const anyRun = fc
  .record({
    gapMs: fc.nat(100_000),
    phases: fc.uniqueArray(
      fc.record({
        phase: fc.constantFrom("build_image" as const, "pull_image" as const, "start_model" as const),
        criticalMs: fc.nat(1_000_000),
      }),
      { selector: ({ phase }) => phase },
    ),
    stratum: fc.nat(3),
  })
  .map(({ gapMs, phases, stratum }) => ({
    stratum,
    run: {
      id: "a",
      startedAtMs: 0,
      outcome: "success" as const,
      totalMs: phases.reduce((sum, { criticalMs }) => sum + criticalMs, gapMs),
      gapMs,
      phases: phases.map((one) => ({ ...one, wallMs: null })),
      models: [],
    },
  }));

it("divides the change of the total so that its parts add up, to the millisecond", () =>
  fc.assert(
    fc.property(fc.array(anyRun), fc.array(anyRun), (before, after) => {
      const attribution = attribute(before, after);
      if (attribution === null) return;
      expect(attribution.parts.reduce((sum, { ms }) => sum + ms, 0)).toBe(attribution.totalMs);
      const mean = (runs: typeof before) => runs.reduce((sum, { run }) => sum + run.totalMs, 0) / runs.length;
      const isOneStratum = new Set([...before, ...after].map(({ stratum }) => stratum)).size === 1;
      if (isOneStratum)
        expect(Math.abs(attribution.totalMs - (mean(after) - mean(before)))).toBeLessThanOrEqual(0.51);
    }),
  ));

describe("findings of several services", () => {
  const of = (serviceId: string, hours: number, more: Partial<ServiceFinding> = {}): ServiceFinding => {
    const [finding] = findingsOf(history({ n: 220, prepare: slowerPrepare }));
    if (finding === undefined) throw new Error("there is no finding");
    const since = { deploymentId: serviceId, atMs: START_MS + hours * 3_600_000 };
    return { ...finding, id: `f-${serviceId}-${hours}`, serviceId, since, ...more };
  };

  it("are one group where three change alike within a day", () => {
    const findings = [of("a", 0), of("b", 10), of("c", 23), of("d", 60), of("e", 5, { kind: "faster" })];
    const groups = groupFindings(findings);
    expect([...groups.keys()]).toEqual(["f-a-0", "f-b-10", "f-c-23"]);
    expect(new Set([...groups.values()].map(({ id }) => id)).size).toBe(1);
    expect(groupFindings(findings.toReversed())).toEqual(groups);
  });

  it("are none of two services, or of one that changes thrice", () => {
    expect(groupFindings([of("a", 0), of("b", 1), of("b", 2), of("a", 3)]).size).toBe(0);
  });
});
