import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { createSimulator, type Simulator, type SimulatorOptions } from "@deploy-lens/simulator/simulator";
import { createStore, type Store } from "@deploy-lens/store/store";
import { createTable } from "@deploy-lens/store/table/create";
import { connectTo, startDynalite } from "@deploy-lens/store/testing/engine";
import { type Interceptor, intercept } from "@deploy-lens/store/testing/requests";
import { onTestFinished } from "vitest";
import { createLocalPipeline, type LocalPipeline, type LocalPipelineOptions } from "../local/index.ts";
import type { Metrics } from "../observe/metrics.ts";
import { createUpstream } from "../upstream.ts";
import { connectUpstream } from "./connect-upstream.ts";

export const PROJECT_ID = "demo";
export const TABLE_NAME = "deploy-lens-test";

/** The initial time: a Monday, noon UTC. */
export const START_MS = Date.parse("2026-11-23T12:00:00.000Z");

/** An upstream, a table, and a clock that only a test moves. */
export interface World {
  readonly clock: { nowMs: number };
  readonly now: () => number;
  readonly simulator: Simulator;
  readonly upstreamUrl: string;
  readonly upstream: ModelArtsClient;
  /** A client whose calls are counted like those of the functions. */
  readonly upstreamCounted: (metrics: Metrics) => ModelArtsClient;
  readonly tableEndpoint: string;
  readonly store: Store;
  /** A store on the same table whose requests pass through an interceptor. */
  readonly storeBehind: (interceptor: Interceptor) => Store;
  readonly pipeline: (options?: Partial<LocalPipelineOptions>) => LocalPipeline;
}

/** Everything stops when the test ends. */
export async function startWorld(options: Omit<SimulatorOptions, "nowMs"> = {}): Promise<World> {
  const clock = { nowMs: START_MS };
  const now = () => clock.nowMs;
  const simulator = createSimulator({ scenario: false, ...options, nowMs: now });
  const upstreamUrl = await simulator.listen();
  const engine = await startDynalite();
  const client = connectTo(engine);
  await createTable(client, TABLE_NAME);
  const upstream = connectUpstream(upstreamUrl, now);
  const store = createStore({ client, tableName: TABLE_NAME });
  onTestFinished(async () => {
    client.destroy();
    await Promise.all([simulator.close(), engine.stop()]);
  });
  return {
    clock,
    now,
    simulator,
    upstreamUrl,
    upstream,
    upstreamCounted: (metrics) =>
      createUpstream({
        settings: { location: { endpoint: upstreamUrl }, iamEndpoint: undefined, offsetMode: "auto" },
        credentials: parseCredentials({ token: "anything" }),
        metrics,
        now,
      }),
    tableEndpoint: engine.endpoint,
    store,
    storeBehind: (interceptor) =>
      createStore({
        client: intercept(connectTo(engine), interceptor),
        tableName: TABLE_NAME,
        retry: { baseDelayMs: 1, maxDelayMs: 5 },
      }),
    pipeline: (more = {}) =>
      createLocalPipeline({ projectIds: [PROJECT_ID], upstream, store, now, tickMs: 60_000, ...more }),
  };
}

export function normalEvent(occurredAtMs: number, message: string): ServiceEvent {
  return { occurredAtMs, severity: "normal", message };
}
