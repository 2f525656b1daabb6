import assert from "node:assert/strict";
import { classify } from "@deploy-lens/core/classify";
import { type Derivation, deriveDeployments } from "@deploy-lens/core/derive";
import { deploymentAsOf } from "@deploy-lens/core/derive/as-of";
import { deploymentDurations } from "@deploy-lens/core/durations";
import { eventKey, type ServiceEvent } from "@deploy-lens/core/event/service-event";
import { mergeRollups, type Rollup, rollupOf, rollupText } from "@deploy-lens/core/rollup";
import { decodeRollup, encodeRollup } from "@deploy-lens/core/rollup/codec";
import { claim } from "@deploy-lens/core/testing/claim";
import { never, sized } from "@deploy-lens/core/testing/figure";
import { hostileText } from "@deploy-lens/core/testing/hostile-text";
import { tryInputs } from "@deploy-lens/core/testing/try-inputs";
import { MAX_EPOCH_MS } from "@deploy-lens/core/upstream/events";
import type * as core from "@deploy-lens/core/vocabulary/deployment";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { FAILURE_CAUSES, OPERATIONS, SIGNALS } from "@deploy-lens/core/vocabulary/signal";
import type { ServiceStatusObservation } from "@deploy-lens/core/vocabulary/status";
import fc from "fast-check";
import { DeploymentAnswer } from "./deployments/deployment.ts";
import { DeploymentSummary } from "./deployments/deployment-summary.ts";
import { presentDeployment, presentSummary } from "./deployments/present-deployment.ts";
import { Event } from "./events/events.ts";
import { presentEvent } from "./events/present-event.ts";

const VOCABULARY = {
  signal: new Set<unknown>(SIGNALS),
  phase: new Set<unknown>([...PHASES, null]),
  operation: new Set<unknown>([...OPERATIONS, null]),
  cause: new Set<unknown>([...FAILURE_CAUSES, null]),
};

// Malformed texts and feeds through everything that core and api do with them.
claim("No event text or feed makes the derivation throw, or an answer leave its schema", async (run) => {
  const texts = sized(run, 40_000, 100_000, 450_000);
  const feeds = sized(run, 4_000, 50_000, 200_000);
  return [
    never(
      "event texts that make classification throw or leave its vocabulary",
      await tryInputs({ inputs: hostileText(), runs: texts, check: checkText }, run),
      texts,
    ),
    never(
      "feeds that break derivation, its sums, its answers' schemas or its statistics",
      await tryInputs({ inputs: hostileFeed(), runs: feeds, check: checkFeed }, run),
      feeds,
    ),
  ];
});

function checkText(text: string): void {
  const classification = classify(text);
  for (const [field, words] of Object.entries(VOCABULARY)) {
    assert.ok(words.has(Reflect.get(classification, field)), `${field} is not in its vocabulary`);
  }
}

const SERVICE_ID = "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e";
const AS_OF_MS = Date.UTC(2026, 10, 24);

/**
 * Takes a feed through everything that core and api do with one: nothing may be thrown, no event lost, times must add up,
 * answers fit their schemas, statistics survive being written and read.
 */
function checkFeed({ events, statuses }: HostileFeed): void {
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
  assertFits("deployment", DeploymentAnswer, presentDeployment(asOf, { asOfMs: AS_OF_MS, language: "en" }));
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

/** Over all models, the phases' shares of the critical path and the gaps add up to the total. */
function assertSharesAddUp({ series }: Rollup): void {
  const left = new Map<string, number>();
  for (const { outcome, measure, model, criticalMs } of series.values()) {
    const key = JSON.stringify([outcome, model]);
    left.set(key, (left.get(key) ?? 0) + (measure === "total" ? -1 : 1) * (criticalMs ?? Number.NaN));
  }
  for (const [key, ms] of left) assert.equal(ms, 0, `shares and gaps of ${key} do not add up to the total`);
}

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

/** An implausible feed, and the service statuses observed meanwhile. */
interface HostileFeed {
  readonly events: readonly ServiceEvent[];
  readonly statuses: readonly ServiceStatusObservation[];
}

const NOW_MS = Date.UTC(2026, 10, 23);

/** Times that the wire schema accepts: close together, equal, and at the limits of a date. */
function hostileTime(): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 0, max: 40 }).map((step) => NOW_MS + step * 1_000) },
    { weight: 2, arbitrary: fc.integer({ min: -4_000, max: 4_000_000 }).map((ms) => NOW_MS + ms) },
    { weight: 1, arbitrary: fc.constantFrom(-MAX_EPOCH_MS, MAX_EPOCH_MS, 0, -1, 1, 253_402_300_800_000) },
    { weight: 1, arbitrary: fc.integer({ min: -MAX_EPOCH_MS, max: MAX_EPOCH_MS }) },
  );
}

/** Objects as `JSON.parse` makes them. */
const PLAIN = { noNullPrototype: true };

/** Any feed that the wire schema accepts. */
function hostileFeed(): fc.Arbitrary<HostileFeed> {
  return fc.record(
    {
      events: fc.array(
        fc.record(
          {
            occurredAtMs: hostileTime(),
            severity: fc.constantFrom<ServiceEvent["severity"]>("normal", "warning", "abnormal", "unknown"),
            message: hostileText(),
          },
          PLAIN,
        ),
        { maxLength: 12 },
      ),
      statuses: fc.array(
        fc.record(
          {
            status: fc.constantFrom(
              ...["running", "failed", "stopped", "deploying", "concerning", "", "__proto__"],
            ),
            transitionAtMs: hostileTime(),
          },
          PLAIN,
        ),
        { maxLength: 2 },
      ),
    },
    PLAIN,
  );
}
