import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { DERIVATION_VERSION } from "@deploy-lens/core/derive/version";
import { durationStatistics } from "@deploy-lens/core/statistics";
import type { Grouping } from "@deploy-lens/core/statistics/query";
import { createSimulator } from "@deploy-lens/simulator/simulator";
import { createStore } from "@deploy-lens/store/store";
import { createTable } from "@deploy-lens/store/table/create";
import { connectTo, dynoxideBinary, startDynalite, startDynoxide } from "@deploy-lens/store/testing/engine";
import { intercept } from "@deploy-lens/store/testing/requests";

// Measures the cost of a project's statistics: `node src/testing/measure-statistics.ts --services 200 --days 30`.
// With dynalite the engine's own time is included, because it runs in this process.

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse("2026-11-23T12:00:00.000Z");
const PROJECT_ID = "demo";

const { values } = parseArgs({
  options: {
    services: { type: "string", default: "200" },
    days: { type: "string", default: "30" },
    rounds: { type: "string", default: "7" },
    engine: { type: "string", default: "dynalite" },
  },
});
const days = Number(values.days);
const binary = dynoxideBinary();
const engine =
  values.engine === "dynoxide" && binary !== null ? await startDynoxide(binary) : await startDynalite();
const requests: string[] = [];
let units = 0;
const client = intercept(connectTo(engine), async (request) => {
  requests.push(request.operation);
  const answer = await request.send({ ...request.input, ReturnConsumedCapacity: "TOTAL" });
  units += capacityOf(answer);
  return answer;
});
await createTable(client, "measured");
const store = createStore({ client, tableName: "measured" });

const simulator = createSimulator({
  nowMs: () => NOW_MS,
  scenario: {
    seed: "month",
    services: Number(values.services),
    days,
    anchorMs: NOW_MS,
    live: false,
    sample: false,
  },
});
let events = 0;
const filled = performance.now();
for (const service of simulator.services(PROJECT_ID)) {
  const seen = service.events(NOW_MS);
  events += seen.length;
  await store.ingest({
    projectId: PROJECT_ID,
    serviceId: service.id,
    facts: { events: seen, statuses: [], updates: [] },
    state: { name: service.id, status: "running", transitionAtMs: null },
  });
}
process.stdout.write(
  `${events} events of ${values.services} services in ${Math.round(performance.now() - filled)} ms\n`,
);

const folding = performance.now();
const { folded } = await store.foldProjectDays({ projectId: PROJECT_ID });
process.stdout.write(`${folded} parts of days folded in ${Math.round(performance.now() - folding)} ms\n`);
await store.advanceDiscovery(PROJECT_ID, {
  newestTransitionAtMs: null,
  checkedAtMs: null,
  sweptAtMs: null,
  derivedBy: DERIVATION_VERSION,
});

const midnightMs = Math.floor(NOW_MS / DAY_MS) * DAY_MS;
async function statistics(fromMs: number, toMs: number, groupBy: readonly Grouping[], serviceId?: string) {
  const query = { fromMs, toMs, groupBy };
  const source = await store.statisticsSource({ projectId: PROJECT_ID, serviceId, ...query });
  return durationStatistics(query, source, toMs).total.n;
}
const [first] = simulator.services(PROJECT_ID);
await measure("whole days, by day", () => statistics(midnightMs - days * DAY_MS, midnightMs, ["day"]));
await measure("whole days, by phase", () => statistics(midnightMs - days * DAY_MS, midnightMs, ["phase"]));
await measure("up to now, by phase", () => statistics(NOW_MS - days * DAY_MS, NOW_MS, ["phase"]));
await measure("up to now, by service", () => statistics(NOW_MS - days * DAY_MS, NOW_MS, ["service"]));
await measure("up to now, by day, phase", () => statistics(NOW_MS - days * DAY_MS, NOW_MS, ["day", "phase"]));
await measure("up to now, by model, phase", () =>
  statistics(NOW_MS - days * DAY_MS, NOW_MS, ["model", "phase"]),
);
await measure("a service", () => statistics(NOW_MS - days * DAY_MS, NOW_MS, ["phase"], first?.id));
await measure(
  "services",
  async () => (await store.listServices({ projectId: PROJECT_ID, limit: 1_000 })).services.length,
);
await measure(
  "heads of 1,000",
  async () =>
    (
      await store.readHeads(
        PROJECT_ID,
        simulator
          .services(PROJECT_ID)
          .map(({ id }) => id)
          .slice(0, 1_000),
      )
    ).size,
);
client.destroy();
await engine.stop();

async function measure(name: string, work: () => Promise<number>): Promise<void> {
  const cpu: number[] = [];
  const wall: number[] = [];
  let n = 0;
  for (let round = 0; round < Number(values.rounds); round++) {
    requests.length = 0;
    units = 0;
    await sleep(20);
    const before = process.cpuUsage();
    const startedMs = performance.now();
    n = await work();
    wall.push(performance.now() - startedMs);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1_000);
  }
  const counts = [...Map.groupBy(requests, (one) => one)].map(([one, list]) => `${list.length} ${one}`);
  process.stdout.write(
    `${name.padEnd(28)} n ${String(n).padStart(6)}  CPU ${amount(cpu)} ms  wall ${amount(wall)} ms  R ${units}  ${counts.join(", ")}\n`,
  );
}

function amount(samples: number[]): string {
  const sorted = samples.toSorted((a, b) => a - b);
  return `${(sorted[sorted.length >> 1] ?? 0).toFixed(0)} (${(sorted[0] ?? 0).toFixed(0)}…${(sorted.at(-1) ?? 0).toFixed(0)})`;
}

function capacityOf(answer: Record<string, unknown>): number {
  const given = answer.ConsumedCapacity as
    | undefined
    | { CapacityUnits: number }
    | { CapacityUnits: number }[];
  return [given ?? []].flat().reduce((sum, one) => sum + one.CapacityUnits, 0);
}
