import { createLocalPipeline } from "@deploy-lens/analytics/local";
import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { createSimulator } from "@deploy-lens/simulator/simulator";
import { type Consumption, startMeteredTable } from "./measure/metered-table.ts";

/** The cost of one tick. */
export interface TickCost extends Consumption {
  readonly upstreamCalls: number;
}

/** Costs of the ticks of a project with this many services. */
export interface TickCosts {
  readonly services: number;
  /** The first sync of the project. */
  readonly first: TickCost;
  /** Nothing changed. */
  readonly idle: TickCost;
  /** The tick after {@link CHANGED} services were deployed. */
  readonly changed: TickCost;
}

/** Services that are deployed between two ticks. */
export const CHANGED = 5;

const TICK_MS = 60_000;
/** A Monday, noon UTC. */
const START_MS = Date.UTC(2026, 10, 23, 12);

/** Counts, over HTTP against the simulator, with the pipeline as the local stack runs it. */
export async function measureTicks(services: number): Promise<TickCosts> {
  let nowMs = START_MS;
  const now = () => nowMs;
  const scenario = { services: 0, idleServices: services, live: false, sample: false } as const;
  const simulator = createSimulator({ scenario, nowMs: now, requestLogCapacity: 10 });
  const endpoint = await simulator.listen();
  await using table = await startMeteredTable();
  const pipeline = createLocalPipeline({
    projectIds: ["demo"],
    upstream: createModelArtsClient({
      endpoint,
      credentials: parseCredentials({ token: "bench" }),
      now,
      random: Math.random,
    }),
    store: table.store,
    now,
    tickMs: TICK_MS,
  });
  const tick = async (): Promise<TickCost> => {
    simulator.requests.clear();
    const consumption = await table.meter(async () => {
      const { failed } = await pipeline.tick();
      if (failed > 0) throw new Error("a tick did not go through");
    });
    nowMs += TICK_MS;
    return { ...consumption, upstreamCalls: simulator.requests.count() };
  };
  try {
    const first = await tick();
    await tick();
    const idle = await tick();
    for (let i = 0; i < CHANGED; i++) {
      simulator.addService({
        name: `changed-${i}`,
        events: [{ occurredAtMs: nowMs - 50_000, severity: "normal", message: "start to deploy service" }],
        transitions: [{ atMs: nowMs - 50_000, status: "deploying" }],
      });
    }
    return { services, first, idle, changed: await tick() };
  } finally {
    await simulator.close();
  }
}
