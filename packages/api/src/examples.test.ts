import { readFileSync } from "node:fs";
import { deploymentAsOf } from "@deploy-lens/core/as-of";
import { classify } from "@deploy-lens/core/classify";
import { deriveDeployments } from "@deploy-lens/core/derive";
import { parseEventsAnswer, toServiceEvent } from "@deploy-lens/core/wire-events";
import { expect, test } from "vitest";
import { DeployDurations } from "./deploy-durations.ts";
import { Deployment } from "./deployment.ts";
import { DeploymentSummary } from "./deployment-summary.ts";
import { Event, EventList } from "./events.ts";
import {
  SAMPLE_DEPLOYMENT,
  SAMPLE_DURATIONS,
  SAMPLE_EVENTS,
  SAMPLE_SERVICE,
  SAMPLE_SUMMARY,
} from "./examples.ts";
import { Service } from "./services.ts";

const sample = parseEventsAnswer(
  JSON.parse(readFileSync(new URL("../../core/fixtures/documented-sample.json", import.meta.url), "utf8")),
);

test("every example is what its schema makes of it", () => {
  expect(Deployment.parse(SAMPLE_DEPLOYMENT)).toEqual(SAMPLE_DEPLOYMENT);
  expect(DeploymentSummary.parse(SAMPLE_SUMMARY)).toEqual(SAMPLE_SUMMARY);
  expect(Service.parse(SAMPLE_SERVICE)).toEqual(SAMPLE_SERVICE);
  expect(EventList.parse(SAMPLE_EVENTS)).toEqual(SAMPLE_EVENTS);
  expect(DeployDurations.parse(SAMPLE_DURATIONS)).toEqual(SAMPLE_DURATIONS);
});

test("the example deployment is what the documented sample derives to", () => {
  const serviceId = sample.service_id;
  const { deployments } = deriveDeployments({ serviceId, events: sample.events.map(toServiceEvent) });
  const derived = deployments[0]?.deployment;
  if (derived === undefined) throw new Error("the sample has no deployment");
  const asOf = deploymentAsOf(derived, Date.parse(SAMPLE_DEPLOYMENT.asOf));
  const { startedAtMs, endedAtMs, lastEventAtMs, phases, gaps, ...same } = asOf;
  expect(SAMPLE_DEPLOYMENT).toEqual({
    ...same,
    startedAt: instant(startedAtMs),
    endedAt: endedAtMs === null ? null : instant(endedAtMs),
    lastEventAt: instant(lastEventAtMs),
    phases: phases.map(({ startedAtMs: from, endedAtMs: to, ...run }) => ({
      ...run,
      startedAt: from === null ? null : instant(from),
      endedAt: to === null ? null : instant(to),
    })),
    gaps: gaps.map(({ startedAtMs: from, ...gap }) => ({ ...gap, startedAt: instant(from) })),
    eta: null,
    configuration: null,
    asOf: SAMPLE_DEPLOYMENT.asOf,
  });
  expect(SAMPLE_SUMMARY.gapsMs).toBe(derived.gaps.reduce((total, gap) => total + gap.ms, 0));
});

test("the example events are the documented sample's, and mean what classification says", () => {
  const documented = Event.meta()?.examples;
  for (const event of [...SAMPLE_EVENTS.events, ...Event.array().parse(documented)]) {
    const found = sample.events.find((other) => other.event_info === event.message);
    expect(event.occurredAt).toBe(instant(found?.occur_time ?? 0));
    expect(event).toMatchObject(classify(event.message));
  }
});

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
