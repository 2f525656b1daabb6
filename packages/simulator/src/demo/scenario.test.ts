import { OUTCOMES, PHASE_OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { DEPLOYMENT_KINDS } from "@deploy-lens/core/vocabulary/signal";
import { describe, expect, test } from "vitest";
import type { SimulatedService } from "../service/index.ts";
import type { PlannedAttempt, PlannedPhase } from "../service/plan.ts";
import { TEST_NOW_MS } from "../testing/running-simulator.ts";
import { createScenario, type ScenarioOptions } from "./scenario.ts";
import { UNDOCUMENTED_TEXTS } from "./texts.ts";
import { CHARACTERS, type Character } from "./traits.ts";

const DAY_MS = 86_400_000;

const planned = (options: ScenarioOptions = {}) =>
  createScenario({ sample: false, live: false, ...options }, TEST_NOW_MS);
const services = planned();
const attempts = services.flatMap((service) => service.attempts(TEST_NOW_MS));
const phases = attempts.flatMap((attempt) => attempt.phases);

function character(name: Character): SimulatedService {
  const service = services[CHARACTERS.indexOf(name)];
  if (service === undefined) throw new Error(`no ${name}`);
  return service;
}

const messages = (service: SimulatedService) => service.events(TEST_NOW_MS).map(({ message }) => message);
const present = <T>(values: readonly T[], of: readonly T[]) => of.filter((value) => values.includes(value));
const wallMs = ({ startedAtMs, endedAtMs }: PlannedPhase) => (endedAtMs ?? Number.NaN) - startedAtMs;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Good runs of one phase of a service's attempts that began within some days before now. */
function runs(
  service: SimulatedService,
  phase: PlannedPhase["phase"],
  fromDay: number,
  toDay: number,
): number[] {
  return service
    .attempts(TEST_NOW_MS)
    .filter(({ startedAtMs }) => {
      const daysAgo = (TEST_NOW_MS - startedAtMs) / DAY_MS;
      return daysAgo <= fromDay && daysAgo > toDay;
    })
    .flatMap((attempt) => attempt.phases)
    .filter((run) => run.phase === phase && run.outcome === "success")
    .map(wallMs);
}

describe("what happens in the default scenario", () => {
  test("the demonstration shows every kind, outcome and phase, and every outcome of a phase", () => {
    const outcomes = attempts.map(({ outcome }) => outcome);
    expect(present(outcomes, OUTCOMES)).toEqual([...OUTCOMES]);
    expect(
      present(
        attempts.map(({ kind }) => kind),
        DEPLOYMENT_KINDS,
      ),
    ).toEqual([...DEPLOYMENT_KINDS]);
    expect(
      present(
        phases.map(({ phase }) => phase),
        PHASES,
      ),
      "lay out every phase in packages/simulator/src/demo/attempt-lanes.ts",
    ).toEqual([...PHASES]);
    expect(
      present(
        phases.map(({ outcome }) => outcome),
        PHASE_OUTCOMES,
      ),
    ).toEqual([...PHASE_OUTCOMES]);
    const successes = outcomes.filter((outcome) => outcome === "success").length;
    expect(successes / outcomes.length).toBeGreaterThan(0.7);
  });

  test("every way of failing, and both ends of a rollback", () => {
    const causes = new Set(attempts.map(({ failure }) => failure?.cause));
    expect([...causes].toSorted()).toEqual([
      "image_build",
      "image_pull",
      "insufficient_resources",
      "model_start",
      "rollback_failed",
      "timeout",
      undefined,
    ]);
    const rollbacks = attempts.map(({ rollback }) => rollback?.outcome);
    expect(rollbacks).toEqual(expect.arrayContaining(["rolled_back", "rollback_failed"]));
  });

  test("every text that the templates know is said by somebody", () => {
    const said = services.flatMap(messages).join("\n");
    for (const text of [
      "Insufficient resources. Wait until idle resources are sufficient.",
      "Failed to create the image.",
      "For details, see logs :\\npip install",
      "The service has been stopped.",
      "Failed to stop the service. Error: ",
      "Auto stop has been enabled. The service will stop after 7200s.",
      "Auto stop has been disabled.",
      "The service stops when the auto stop time expires.",
      "Failed to automatically stop the service. Error: ",
      "The service is stopped because the quota exceeds the upper limit.",
      "The subscription license ",
      "Failed to start the pod container in deployment [",
      "实例",
    ]) {
      expect(said.includes(text), `no service of the scenario says "${text}"`).toBe(true);
    }
  });

  test("some services alone have undocumented texts often, some announce success by status alone", () => {
    const undocumented: readonly string[] = UNDOCUMENTED_TEXTS.map(({ message }) => message);
    const strange = messages(character("chatty")).filter((message) => undocumented.includes(message));
    expect(strange.length).toBeGreaterThan(20);
    expect(messages(character("status_only")).join("\n")).not.toContain(" started.");
    expect(messages(character("drifting")).join("\n")).toContain("Service invoice-ocr started.");
  });

  test("one, two and three models stand side by side, weights summing to 100", () => {
    expect(new Set(attempts.map(({ models }) => models.length))).toEqual(new Set([1, 2, 3]));
    for (const service of services) {
      const { models } = service.configuration(TEST_NOW_MS);
      expect(models.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    }
  });

  test("versions rise from 3.0.0", () => {
    const versions = character("drifting")
      .attempts(TEST_NOW_MS)
      .map(({ models }) => models[0]?.version ?? "");
    expect(versions[0]).toBe("3.0.0");
    expect(versions).toEqual(versions.toSorted());
    expect(new Set(versions).size).toBeGreaterThan(30);
  });

  test("most attempts are made in office hours, UTC+8", () => {
    const hours = attempts.map(({ startedAtMs }) => new Date(startedAtMs + 8 * 3_600_000).getUTCHours());
    const office = hours.filter((hour) => hour >= 9 && hour < 20).length / hours.length;
    expect(office).toBeGreaterThan(0.65);
    expect(office).toBeLessThan(0.95);
  });
});

describe("how long phases take", () => {
  test("pulls have two modes, about 1.5 s and about 60 s, and little between", () => {
    const pulls = phases.filter(({ phase, outcome }) => phase === "pull_image" && outcome === "success");
    const warm = pulls.filter(({ image }) => image === "warm").map(wallMs);
    const cold = pulls.filter(({ image }) => image === "cold").map(wallMs);
    expect(Math.abs(median(warm) / 1_500 - 1)).toBeLessThan(0.1);
    expect(Math.abs(median(cold) / 60_000 - 1)).toBeLessThan(0.2);
    const between = pulls.map(wallMs).filter((ms) => ms > 4_000 && ms < 15_000);
    expect(between.length / pulls.length).toBeLessThan(0.02);
  });

  test("an image that exists is not built again", () => {
    const builds = phases.filter(({ phase, outcome }) => phase === "build_image" && outcome === "success");
    expect(median(builds.filter(({ image }) => image === "warm").map(wallMs))).toBeLessThan(30);
    expect(median(builds.filter(({ image }) => image === "cold").map(wallMs))).toBeGreaterThan(60_000);
  });

  test("one service's start drifts by two percent a day, and its other phases do not", () => {
    const growth = (phase: PlannedPhase["phase"]) =>
      median(runs(character("drifting"), phase, 8, 0)) / median(runs(character("drifting"), phase, 36, 28));
    // Four weeks of two percent a day: 1.02 ** 28 = 1.74.
    expect(Math.abs(growth("start_model") - 1.74)).toBeLessThan(0.3);
    expect(Math.abs(growth("prepare_environment") - 1)).toBeLessThan(0.15);
  });

  test("another service's environment got slower by 1.8 in one step, nine days before the anchor", () => {
    const stepped = character("step_regression");
    const before = median(runs(stepped, "prepare_environment", 20, 9.6));
    const after = median(runs(stepped, "prepare_environment", 9.4, 0));
    expect(Math.abs(after / before - 1.8)).toBeLessThan(0.2);
  });
});

describe("how histories are laid out", () => {
  test("events are in order, and attempts do not overlap", () => {
    for (const service of services) {
      const times = service.events(TEST_NOW_MS).map(({ occurredAtMs }) => occurredAtMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      const own = service.attempts(TEST_NOW_MS);
      for (const [index, { startedAtMs }] of own.entries()) {
        expect(startedAtMs).toBeGreaterThan(own[index - 1]?.endedAtMs ?? 0);
      }
    }
  });

  test("the same seed gives the same history, however often it is read meanwhile", () => {
    const [first, again, other] = [planned(), planned(), planned({ seed: "other" })];
    for (const service of again) {
      for (let daysAgo = 30; daysAgo > 0; daysAgo--) service.events(TEST_NOW_MS - daysAgo * DAY_MS);
    }
    const stories = (scenario: SimulatedService[]) => scenario.map((service) => service.events(TEST_NOW_MS));
    expect(stories(again)).toEqual(stories(first));
    expect(again.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    expect(other.map(({ id }) => id)).not.toEqual(first.map(({ id }) => id));
    expect(stories(other)[0]).not.toEqual(stories(first)[0]);
  });

  test("a restart with the same anchor goes on where it was", () => {
    const anchorMs = TEST_NOW_MS - (TEST_NOW_MS % DAY_MS);
    const later = TEST_NOW_MS + 3 * DAY_MS;
    const restarted = createScenario({ sample: false, live: false, anchorMs }, later);
    expect(restarted[0]?.events(later)).toEqual(services[0]?.events(later));
  });

  test("the status follows the attempts", () => {
    for (const service of services) {
      for (const attempt of service.attempts(TEST_NOW_MS)) {
        expect(service.transition(attempt.startedAtMs).status).toBe("deploying");
        if (attempt.outcome === "superseded") continue;
        const settledAtMs = (attempt.stoppedAtMs ?? attempt.endedAtMs) + 400;
        expect(service.transition(settledAtMs).status).toBe(statusAfter(attempt));
      }
    }
  });

  test("services have names of their own, whatever their number", () => {
    const many = planned({ services: 500, idleServices: 500 });
    expect(new Set(many.map(({ name }) => name)).size).toBe(1_000);
    expect(new Set(many.map(({ id }) => id)).size).toBe(1_000);
    expect(many[0]?.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  test("nobody touched the idle ones since long before the history", () => {
    const idle = planned({ services: 0, idleServices: 50 });
    for (const service of idle) {
      expect(service.events(TEST_NOW_MS)).toEqual([]);
      expect(TEST_NOW_MS - service.transition(TEST_NOW_MS).atMs).toBeGreaterThan(70 * DAY_MS);
    }
  });

  test("counts that make no sense are refused by name", () => {
    expect(() => planned({ services: -1 })).toThrow("services must be an integer from 0, got -1");
    expect(() => planned({ days: 0.5 })).toThrow("days");
  });
});

function statusAfter({ outcome, rollback }: PlannedAttempt): string {
  if (outcome === "success" || rollback?.outcome === "rolled_back") return "running";
  return outcome === "cancelled" ? "stopped" : "failed";
}
