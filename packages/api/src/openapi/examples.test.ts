import { readFileSync } from "node:fs";
import { classify } from "@deploy-lens/core/classify";
import { deriveDeployments } from "@deploy-lens/core/derive";
import { deploymentAsOf } from "@deploy-lens/core/derive/as-of";
import { parseEventsAnswer, toServiceEvent } from "@deploy-lens/core/upstream/events";
import { expect, test } from "vitest";
import { DeploymentAnswer } from "../deployments/deployment.ts";
import { DeploymentSummary } from "../deployments/deployment-summary.ts";
import { presentDeployment, presentSummary } from "../deployments/present-deployment.ts";
import { Event, EventList } from "../events/events.ts";
import { presentEvent } from "../events/present-event.ts";
import { Service } from "../services/services.ts";
import { DeployDurations } from "../statistics/deploy-durations.ts";
import {
  SAMPLE_DEPLOYMENT,
  SAMPLE_DURATIONS,
  SAMPLE_EVENTS,
  SAMPLE_SERVICE,
  SAMPLE_SUMMARY,
} from "./examples.ts";

const sample = parseEventsAnswer(
  JSON.parse(readFileSync(new URL("../../../core/fixtures/documented-sample.json", import.meta.url), "utf8")),
);

const events = sample.events.map(toServiceEvent);

test("every example is what its schema makes of it", () => {
  expect(DeploymentAnswer.parse(SAMPLE_DEPLOYMENT)).toEqual(SAMPLE_DEPLOYMENT);
  expect(DeploymentSummary.parse(SAMPLE_SUMMARY)).toEqual(SAMPLE_SUMMARY);
  expect(Service.parse(SAMPLE_SERVICE)).toEqual(SAMPLE_SERVICE);
  expect(EventList.parse(SAMPLE_EVENTS)).toEqual(SAMPLE_EVENTS);
  expect(DeployDurations.parse(SAMPLE_DURATIONS)).toEqual(SAMPLE_DURATIONS);
});

test("the example deployment is what the documented sample derives to", () => {
  const { deployments } = deriveDeployments({ serviceId: sample.service_id, events });
  const derived = deployments[0]?.deployment;
  if (derived === undefined) throw new Error("the sample has no deployment");
  const asOfMs = Date.parse(SAMPLE_DEPLOYMENT.asOf);
  const asOf = deploymentAsOf(derived, asOfMs);
  expect(SAMPLE_DEPLOYMENT).toEqual(presentDeployment(asOf, { asOfMs, language: "en" }));
  expect(SAMPLE_SUMMARY).toEqual(presentSummary(asOf));
});

test("the example events are the documented sample's", () => {
  const documented = Event.array().parse(Event.meta()?.examples);
  const presented = events.map((event) => presentEvent({ event, classification: classify(event.message) }));
  expect(presented).toEqual(expect.arrayContaining([...SAMPLE_EVENTS.events, ...documented]));
});
