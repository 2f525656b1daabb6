// The pipeline as a separate process, for tests that kill it: `node pipeline-process.ts UPSTREAM TABLE`. Its clock is
// the simulator's.
import { createStore } from "@deploy-lens/store/store";
import { connectTo } from "@deploy-lens/store/testing/engine";
import { createLocalPipeline } from "../local/index.ts";
import { connectUpstream } from "./connect-upstream.ts";

const [upstreamUrl = "", endpoint = "", tableName = "", projectId = ""] = process.argv.slice(2);
let nowMs = 0;
const now = () => nowMs;
const pipeline = createLocalPipeline({
  projectIds: [projectId],
  upstream: connectUpstream(upstreamUrl, now),
  store: createStore({ client: connectTo({ endpoint }), tableName }),
  now,
  tickMs: 60_000,
  concurrency: 3,
});

for (;;) {
  const answer = await fetch(`${upstreamUrl}/_simulator/clock`);
  const clock: unknown = await answer.json();
  nowMs = Number(typeof clock === "object" && clock !== null ? Reflect.get(clock, "nowMs") : Number.NaN);
  const report = await pipeline.tick();
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
