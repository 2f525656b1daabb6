import { STALLED_AFTER_MS } from "@deploy-lens/core/derive/as-of";
import { deploymentDurations } from "@deploy-lens/core/durations";
import { rollupOf } from "@deploy-lens/core/rollup";
import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import { describe, expect, test } from "vitest";
import { deriveBy, event, eventFacts, wholeDeployment } from "../testing/feed.ts";
import { type DeploymentFilter, failedCriteria, matchesFilter, mayMatch } from "./filter.ts";
import { traitsOf } from "./traits.ts";

const NOON = Date.UTC(2026, 9, 6, 12);
const SOON = NOON + 60_000;

const matches = (filter: DeploymentFilter, deployment: Deployment, nowMs = SOON) =>
  matchesFilter(filter, traitsOf(deployment, nowMs));

function only(...events: ReturnType<typeof wholeDeployment>): Deployment {
  const [first] = deriveBy("a-service")(eventFacts(...events));
  if (first === undefined) throw new Error("the feed has no deployment");
  return first.deployment;
}

const success = only(...wholeDeployment(NOON, "resnet 1.0.0"));
const failure = only(
  event(NOON, "The service is being updated."),
  event(NOON + 1_000, "[resnet 1.0.1] pulling model image"),
  event(NOON + 9_000, "[resnet 1.0.1] failed to pull image"),
  event(NOON + 10_000, "Failed to start service svc."),
);
const open = only(
  event(NOON + 1, "start to deploy service"),
  event(NOON + 4_001, "[bert 2] pulling model image"),
);

const all = { success, failure, open };
type Name = keyof typeof all;

test("the deployments to filter are as they should be", () => {
  expect(Object.values(all).map((one) => [one.outcome, one.failure?.cause ?? null, one.observedMs])).toEqual([
    ["success", null, 89_088],
    ["failure", failure.failure?.cause, 10_000],
    [null, null, 4_000],
  ]);
});

const cause = failure.failure?.cause ?? "unknown";
const other = cause === "unknown" ? "quota" : "unknown";

describe("a filter selects", () => {
  test.each<[string, DeploymentFilter, Name[]]>([
    ["everything where it names nothing", {}, ["success", "failure", "open"]],
    ["by outcome", { outcomes: ["success"] }, ["success"]],
    ["open ones as an outcome of their own", { outcomes: ["open", "failure"] }, ["failure", "open"]],
    ["by cause, and nothing without one", { causes: [cause] }, ["failure"]],
    ["by cause, none of another", { causes: [other] }, []],
    ["by kind", { kinds: ["deploy"] }, ["success", "open"]],
    ["by the phase that failed", { failedPhases: ["start_model"] }, ["failure"]],
    [
      "by the phase that failed, one of several",
      { failedPhases: ["build_image", "start_model"] },
      ["failure"],
    ],
    ["by the phase that failed, not by one that recovered", { failedPhases: ["pull_image"] }, []],
    ["by model", { model: "resnet" }, ["success", "failure"]],
    ["by a version of a model", { model: "resnet 1.0.1" }, ["failure"]],
    ["by duration, both ends included", { minMs: 10_000, maxMs: 89_088 }, ["success", "failure"]],
    ["from a duration on", { minMs: 10_001 }, ["success"]],
    ["up to a duration", { maxMs: 9_999 }, ["open"]],
    ["by text, in any case, of the message", { text: "FAILED TO start" }, ["failure"]],
    ["by text, of the model's name and version", { text: "bert 2" }, ["open"]],
    ["by text, of the service", { text: "A-Serv" }, ["success", "failure", "open"]],
    ["by text, of the id", { text: success.id }, ["success"]],
    ["by text, of the cause", { text: cause }, ["failure"]],
    ["by text, not across two of these", { text: "a-service resnet" }, []],
    [
      "by everything at once",
      { outcomes: ["failure"], kinds: ["update"], model: "resnet", minMs: 1 },
      ["failure"],
    ],
    ["nothing where one of several does not hold", { outcomes: ["failure"], kinds: ["deploy"] }, []],
  ])("%s", (_, filter, expected) => {
    const names = (Object.keys(all) as Name[]).filter((name) => matches(filter, all[name]));
    expect(names).toEqual(expected);
    for (const name of expected) {
      expect(mayMatch(filter, rollupOf([deploymentDurations(all[name])])), name).toBe(true);
    }
  });

  test("by flag, where stalled is what the reader's clock says of an open one", () => {
    const flagged = { ...success, flags: ["skew" as const] };
    expect(matches({ flags: ["skew"] }, flagged)).toBe(true);
    expect(matches({ flags: ["rolled_back", "skew"] }, flagged)).toBe(true);
    expect(matches({ flags: ["rolled_back"] }, flagged)).toBe(false);
    const atMs = open.lastEventAtMs + STALLED_AFTER_MS;
    expect(matches({ flags: ["stalled"] }, open, atMs)).toBe(false);
    expect(matches({ flags: ["stalled"] }, open, atMs + 1)).toBe(true);
    expect(matches({ flags: ["stalled"] }, success, atMs * 2)).toBe(false);
  });

  test("by service", () => {
    expect(matches({ serviceIds: ["b", "a-service"] }, open)).toBe(true);
    expect(matches({ serviceIds: ["b"] }, open)).toBe(false);
  });

  test("what fails is named, up to two of it", () => {
    const failing = (filter: DeploymentFilter) => failedCriteria(filter, traitsOf(success, SOON));
    expect(failing({ outcomes: ["success"] })).toEqual([]);
    expect(failing({ outcomes: ["failure"] })).toEqual(["outcome"]);
    expect(failing({ outcomes: ["failure"], text: "nowhere" })).toEqual(["outcome", "text"]);
    expect(failing({ outcomes: ["failure"], kinds: ["start"], text: "nowhere" })).toHaveLength(2);
  });

  test("by the phase that was running when time ran out, but not by one of an attempt that somebody stopped", () => {
    const run = failure.phases.at(-1);
    if (run?.outcome !== "failure") throw new Error("the last phase did not fail");
    const interrupted = (outcome: Deployment["outcome"]) => ({
      ...failure,
      outcome,
      phases: [{ ...run, outcome: "interrupted" as const }],
    });
    const filter: DeploymentFilter = { failedPhases: [run.phase] };
    expect(matches(filter, interrupted("timed_out"))).toBe(true);
    expect(matches(filter, interrupted("failure"))).toBe(true);
    expect(matches(filter, interrupted("cancelled"))).toBe(false);
    expect(matches(filter, { ...failure, phases: [{ ...run, outcome: "success" }] })).toBe(false);
  });
});

describe("a part is not read whose counts rule a match out", () => {
  const rollup = rollupOf([success, failure].map(deploymentDurations));

  test.each<[string, DeploymentFilter, boolean]>([
    ["an outcome that none has", { outcomes: ["open"] }, false],
    ["an outcome that some have", { outcomes: ["open", "failure"] }, true],
    ["a cause that none has", { causes: [other] }, false],
    ["a cause that some have", { causes: [cause] }, true],
    ["a cause with an outcome that has none", { causes: [cause], outcomes: ["success"] }, false],
    ["a model that none has", { model: "bert" }, false],
    ["a model that some have", { model: "resnet" }, true],
    [
      "a version that succeeded alone, asked for failures",
      { model: "resnet 1.0.0", outcomes: ["failure"] },
      false,
    ],
    ["a version that failed", { model: "resnet 1.0.1", outcomes: ["failure"] }, true],
    ["what counts do not say", { text: "nowhere", kinds: ["start"], minMs: 1e9 }, true],
  ])("%s", (_, filter, expected) => {
    expect(mayMatch(filter, rollup)).toBe(expected);
  });

  test("a deployment that names no model counts, though for no model", () => {
    const nameless = rollupOf([deploymentDurations(only(event(NOON, "start to deploy service")))]);
    expect(mayMatch({}, nameless)).toBe(true);
    expect(mayMatch({ outcomes: ["open"] }, nameless)).toBe(true);
    expect(mayMatch({ model: "bert" }, nameless)).toBe(false);
  });
});

test("a deployment of several models matches each of them", () => {
  const both = {
    ...success,
    models: [
      { name: "resnet", version: "1.0.0" },
      { name: "bert", version: "2" },
    ],
  };
  for (const model of ["resnet", "bert 2"]) expect(matches({ model }, both)).toBe(true);
  expect(matches({ model: "bert 3" }, both)).toBe(false);
});
