import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DeployDurations } from "./deploy-durations.ts";
import { Deployment } from "./deployment.ts";
import { EventList } from "./events.ts";
import { SAMPLE_DEPLOYMENT, SAMPLE_DURATIONS, SAMPLE_EVENTS, SAMPLE_SERVICE } from "./examples.ts";
import { Service } from "./services.ts";

const sample: { events: { occur_time: number; event_info: string }[] } = JSON.parse(
  readFileSync(new URL("../../core/fixtures/documented-sample.json", import.meta.url), "utf8"),
);

test("every example is what its schema makes of it", () => {
  expect(Deployment.parse(SAMPLE_DEPLOYMENT)).toEqual(SAMPLE_DEPLOYMENT);
  expect(Service.parse(SAMPLE_SERVICE)).toEqual(SAMPLE_SERVICE);
  expect(EventList.parse(SAMPLE_EVENTS)).toEqual(SAMPLE_EVENTS);
  expect(DeployDurations.parse(SAMPLE_DURATIONS)).toEqual(SAMPLE_DURATIONS);
});

test("the example deployment adds up, and its times are the documented sample's", () => {
  const { phases, gaps, observedMs, startedAt, lastEventAt } = SAMPLE_DEPLOYMENT;
  const sum = (list: number[]) => list.reduce((total, ms) => total + ms, 0);
  expect(sum(phases.map((run) => run.criticalMs)) + sum(gaps.map((gap) => gap.ms))).toBe(observedMs);
  expect(Date.parse(lastEventAt) - Date.parse(startedAt)).toBe(observedMs);

  const documented = new Set(sample.events.map((event) => new Date(event.occur_time).toISOString()));
  const shown = phases.flatMap((run) => [run.startedAt, run.endedAt]).filter((time) => time !== null);
  expect(new Set([startedAt, ...shown])).toEqual(documented);
  for (const run of phases) {
    const { startedAt: from, endedAt: to } = run;
    expect(run.wallMs).toBe(from === null || to === null ? null : Date.parse(to) - Date.parse(from));
  }
});

test("the example event is one of the documented sample's", () => {
  for (const event of SAMPLE_EVENTS.events) {
    const found = sample.events.find((other) => other.event_info === event.message);
    expect(new Date(found?.occur_time ?? 0).toISOString()).toBe(event.occurredAt);
  }
});
