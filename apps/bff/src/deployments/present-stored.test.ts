import { presentSummary } from "@deploy-lens/api/deployments/present-deployment";
import { deriveDeployments } from "@deploy-lens/core/derive";
import { deploymentAsOf, STALLED_AFTER_MS } from "@deploy-lens/core/derive/as-of";
import { summarizeDeployment } from "@deploy-lens/store/head";
import { expect, test } from "vitest";
import { attemptEvents } from "../testing/attempts.ts";
import { presentStored } from "./present-stored.ts";

const START_MS = Date.UTC(2026, 10, 1);

test.each([
  ["succeeded", "success", 0],
  ["failed", "failure", 0],
  ["is under way", "never", 0],
  ["is under way by a clock that is behind", "never", -3_600_000],
  ["has been silent for as long as one may be", "never", STALLED_AFTER_MS],
  ["has stalled", "never", STALLED_AFTER_MS + 1],
] as const)("a stored deployment that %s is shown as the feed's would be", (_, ends, silentMs) => {
  const events = attemptEvents({ startedAtMs: START_MS, ends });
  const [{ deployment } = { deployment: null }] = deriveDeployments({
    serviceId: "s",
    events,
    statuses: [],
  }).deployments;
  if (deployment === null) throw new Error("nothing was derived");
  const asOfMs = deployment.lastEventAtMs + silentMs;
  const shown = presentStored(summarizeDeployment(deployment), asOfMs);
  expect(shown).toEqual(presentSummary(deploymentAsOf(deployment, asOfMs), null));
  expect(shown.flags.includes("stalled")).toBe(silentMs > STALLED_AFTER_MS);
});
