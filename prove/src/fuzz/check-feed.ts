import assert from "node:assert/strict";
import { Deployment } from "@deploy-lens/api/deployments/deployment";
import { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import { presentDeployment, presentSummary } from "@deploy-lens/api/deployments/present-deployment";
import { Event } from "@deploy-lens/api/events/events";
import { presentEvent } from "@deploy-lens/api/events/present-event";
import { type Derivation, deriveDeployments } from "@deploy-lens/core/derive";
import { deploymentAsOf } from "@deploy-lens/core/derive/as-of";
import { deploymentDurations } from "@deploy-lens/core/durations";
import { eventKey, type ServiceEvent } from "@deploy-lens/core/event/service-event";
import { mergeRollups, type Rollup, rollupOf, rollupText } from "@deploy-lens/core/rollup";
import { decodeRollup, encodeRollup } from "@deploy-lens/core/rollup/codec";
import type * as core from "@deploy-lens/core/vocabulary/deployment";
import type { HostileFeed } from "./hostile-feed.ts";

const SERVICE_ID = "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e";
const AS_OF_MS = Date.UTC(2026, 10, 24);

/**
 * Takes a feed through everything that core and api do with one, and checks what they promise: nothing thrown, no event
 * lost, times that add up, answers within their schemas, statistics that survive being written and read.
 */
export function checkFeed({ events, statuses }: HostileFeed): void {
  const derivation = deriveDeployments({ serviceId: SERVICE_ID, events, statuses });
  assertNothingLost(events, derivation);
  for (const { deployment } of derivation.deployments) {
    assertTimesAddUp(deployment);
    assertPresentable(deployment);
  }
  for (const event of [...derivation.outside, ...derivation.deployments.flatMap((one) => one.events)]) {
    assertFits("event", Event, presentEvent(event));
  }
  assertCountable(derivation.deployments.map(({ deployment }) => deployment));
  const again = deriveDeployments({
    serviceId: SERVICE_ID,
    events: [...events.toReversed(), ...events],
    statuses: statuses.toReversed(),
  });
  assert.deepEqual(again, derivation, "order or repetition changed the result");
}

function assertNothingLost(events: readonly ServiceEvent[], { deployments, outside }: Derivation): void {
  const kept = [...outside, ...deployments.flatMap((one) => one.events)].map(({ event }) => eventKey(event));
  assert.deepEqual(kept.toSorted(), [...new Set(events.map(eventKey))].toSorted(), "events lost or doubled");
}

function assertTimesAddUp({ phases, gaps, observedMs, totalMs }: core.Deployment): void {
  const shares = phases.reduce((sum, { criticalMs }) => sum + criticalMs, 0);
  const waits = gaps.reduce((sum, { ms }) => sum + ms, 0);
  assert.equal(shares + waits, observedMs, "shares and gaps do not add up to the observed time");
  if (totalMs !== null) assert.equal(totalMs, observedMs, "total and observed time differ");
}

function assertPresentable(deployment: core.Deployment): void {
  const asOf = deploymentAsOf(deployment, AS_OF_MS);
  assertFits("deployment", Deployment, presentDeployment(asOf, { asOfMs: AS_OF_MS, language: "en" }));
  assertFits("summary", DeploymentSummary, presentSummary(asOf));
}

function assertCountable(deployments: readonly core.Deployment[]): void {
  const whole = rollupOf(deployments.map(deploymentDurations));
  assert.deepEqual(decodeRollup(encodeRollup(whole)), whole, "a rollup changed by being written and read");
  const parts = deployments.map((one) => decodeRollup(encodeRollup(rollupOf([deploymentDurations(one)]))));
  assert.equal(
    rollupText(mergeRollups(parts)),
    rollupText(whole),
    "merged from one a deployment, the rollup differs",
  );
  assertSharesAddUp(whole);
}

/** Over all models, the phases' shares of the critical path and the gaps are the total. */
function assertSharesAddUp({ series }: Rollup): void {
  const left = new Map<string, number>();
  for (const { outcome, measure, model, criticalMs } of series.values()) {
    const key = JSON.stringify([outcome, model]);
    left.set(key, (left.get(key) ?? 0) + (measure === "total" ? -1 : 1) * (criticalMs ?? Number.NaN));
  }
  for (const [key, ms] of left) assert.equal(ms, 0, `shares and gaps of ${key} do not add up to the total`);
}

/** The part of a zod schema that is needed here. */
interface Schema {
  safeParse(value: unknown): { success: true } | { success: false; error: { issues: readonly Issue[] } };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function assertFits(what: string, schema: Schema, value: unknown): void {
  const result = schema.safeParse(value);
  if (result.success) return;
  const [issue] = result.error.issues;
  assert.fail(`the ${what} leaves its schema: ${issue?.path.join(".")}: ${issue?.message}`);
}
