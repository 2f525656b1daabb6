import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { DEMO_AUTH } from "@deploy-lens/simulator/auth/credentials";
import { DEMO_PROJECT_ID } from "@deploy-lens/simulator/service/sample";
import { createSimulator } from "@deploy-lens/simulator/simulator";
import { expect, test } from "vitest";
import { collectMetrics } from "./testing/collect-metrics.ts";
import { createUpstream } from "./upstream.ts";

const [KEY] = DEMO_AUTH.keys;
const { accessKey, secretKey } = KEY;

test.each([
  ["a key that the platform does not know", parseCredentials({ accessKey, secretKey: `${secretKey}x` }), 1],
  ["no credentials that can be read", () => Promise.reject(new Error("the secret is empty")), 1],
  ["the right key", parseCredentials({ accessKey, secretKey }), undefined],
])("with %s, refusals are counted", async (_, credentials, refusals) => {
  const simulator = createSimulator({ auth: DEMO_AUTH });
  const endpoint = await simulator.listen();
  const { metrics, sums } = collectMetrics();
  const upstream = createUpstream({
    settings: { location: { endpoint }, iamEndpoint: undefined, offsetMode: "auto" },
    credentials,
    metrics,
    now: Date.now,
  });
  const pages = upstream.readServices(DEMO_PROJECT_ID, {}, { deadlineMs: Date.now() + 10_000 });
  const first = pages[Symbol.asyncIterator]().next();
  if (refusals === undefined) await first;
  else await expect(first).rejects.toThrow();
  expect(sums().UpstreamRefusals).toBe(refusals);
  await simulator.close();
});
