// `node scripts/run.mjs e2e/deploy/measure-pipeline.ts`: measures the pipeline's cost of a deployment and of an idle
// minute, for docs/cost.md.
//
// Simulator and pipeline share this process, so processor time is an upper bound. The engine is Dynoxide, which
// counts capacity as DynamoDB does.
import { createLocalPipeline } from "@deploy-lens/analytics/local";
import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import type { StatusTransition } from "@deploy-lens/simulator/service";
import { createSimulator } from "@deploy-lens/simulator/simulator";
import { createStore } from "@deploy-lens/store/store";
import { createTable } from "@deploy-lens/store/table/create";
import { connectTo, dynoxideBinary, startDynoxide } from "@deploy-lens/store/testing/engine";
import { intercept } from "@deploy-lens/store/testing/requests";
import * as z from "zod";

const SERVICES = 100;
const MINUTE_MS = 60_000;
const PROJECT_ID = "demo";
const TABLE_NAME = "measure";

const binary = dynoxideBinary();
if (binary === null) throw new Error("there is no Dynoxide for this machine");
const engine = await startDynoxide(binary);
const client = connectTo(engine);
await createTable(client, TABLE_NAME);

const Consumed = z.object({
  ConsumedCapacity: z.union([
    z.object({ CapacityUnits: z.number() }),
    z.array(z.object({ CapacityUnits: z.number() })),
  ]),
});
const units = { read: 0, write: 0 };
intercept(client, async ({ operation, input, send }) => {
  const output = await send({ ...input, ReturnConsumedCapacity: "TOTAL" });
  const consumed = [Consumed.parse(output).ConsumedCapacity].flat();
  units[operation === "PutItem" ? "write" : "read"] += consumed.reduce(
    (sum, { CapacityUnits }) => sum + CapacityUnits,
    0,
  );
  return output;
});

let nowMs = Date.UTC(2026, 9, 5, 9);
const now = () => nowMs;
const simulator = createSimulator({ scenario: false, nowMs: now });
const upstream = createModelArtsClient({
  endpoint: await simulator.listen(),
  credentials: parseCredentials({ token: "any" }),
  now,
  random: Math.random,
});
const pipeline = createLocalPipeline({
  projectIds: [PROJECT_ID],
  upstream,
  store: createStore({ client, tableName: TABLE_NAME }),
  now,
  tickMs: MINUTE_MS,
});

/** Ticks once a minute, and reports the average cost of a tick. */
async function minutes(count: number, each: number) {
  Object.assign(units, { read: 0, write: 0 });
  const requestsBefore = simulator.requests.count();
  const cpuBefore = process.cpuUsage();
  let messages = 0;
  for (let minute = 0; minute < count; minute++) {
    nowMs += MINUTE_MS;
    messages += (await pipeline.tick()).queued;
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  const per = (value: number) => Number((value / each).toFixed(2));
  return {
    messages: per(messages),
    upstreamCalls: per(simulator.requests.count() - requestsBefore),
    readUnits: per(units.read),
    writeUnits: per(units.write),
    cpuMs: per((user + system) / 1_000),
  };
}

const PHASES = [
  [0, "start to deploy service"],
  [0.01, "building image for model [ranker 1.0.0]"],
  [0.05, "model (ranker 1.0.0) build image success"],
  [0.06, "preparing environment"],
  [0.3, "[ranker 1.0.0] prepare environment success"],
  [0.31, "[ranker 1.0.0] schedule resource success"],
  [0.32, "[ranker 1.0.0] pulling model image"],
  [0.8, "[ranker 1.0.0] pull image success"],
  [0.81, "[ranker 1.0.0] starting model"],
] as const;

/**
 * Deploys services over a minute and a half, starting one second after the last tick; without `ends` they stay open.
 */
function deploy(names: readonly string[], ends: boolean): void {
  const startMs = nowMs + 1_000;
  const events = PHASES.map(([share, message]) => ({
    occurredAtMs: Math.round(startMs + share * 90_000),
    severity: "normal" as const,
    message,
  }));
  const transitions: readonly StatusTransition[] = [
    { atMs: startMs, status: "deploying" as const },
    ...(ends ? [{ atMs: startMs + 90_000, status: "running" as const }] : []),
  ];
  for (const name of names) simulator.addService({ name, projectId: PROJECT_ID, events, transitions });
}

const many = Array.from({ length: SERVICES }, (_, index) => `service-${index}`);
await minutes(5, 1);
deploy(many, true);
await minutes(6, SERVICES); // compiles and warms
deploy(many, true);
console.log("a deployment of a minute and a half", await minutes(6, SERVICES));
nowMs += 60 * MINUTE_MS;
deploy(["latest"], true);
await minutes(6, 1);
console.log("a minute in which nothing happens", await minutes(60, 60));
deploy(many, false);
await minutes(6, 1);
console.log("a minute of an open deployment without news", await minutes(10, 10 * SERVICES));

await pipeline.stop();
await simulator.close();
client.destroy();
await engine.stop();
