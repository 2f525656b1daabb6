import { setImmediate as turn } from "node:timers/promises";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import {
  createModelArtsClient,
  type ModelArtsClient,
  type ModelArtsClientOptions,
} from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { DEMO_AUTH } from "@deploy-lens/simulator/auth/credentials";
import { createSimulator, type Simulator, type SimulatorOptions } from "@deploy-lens/simulator/simulator";
import { createStore, type Store } from "@deploy-lens/store/store";
import { createTable } from "@deploy-lens/store/table/create";
import { connectTo, dynoxideBinary, startDynalite, startDynoxide } from "@deploy-lens/store/testing/engine";
import { type Interceptor, intercept } from "@deploy-lens/store/testing/requests";
import { type App, type AppDeps, createApp } from "../app.ts";
import { createLogWriter } from "../log/write-log.ts";

export interface RunningApp {
  readonly simulator: Simulator;
  /** The simulated upstream's address. */
  readonly endpoint: string;
  readonly client: ModelArtsClient;
  readonly app: App;
  /** Every logged line, of requests and of calls to the upstream. */
  readonly lines: string[];
  close(): Promise<void>;
}

export interface RunningAppOptions {
  readonly simulator?: SimulatorOptions;
  readonly client?: Partial<Omit<ModelArtsClientOptions, "region" | "endpoint">>;
  readonly app?: Partial<AppDeps>;
  readonly now?: () => number;
  /** The upstream takes any token, so that whatever the app lets through is answered. */
  readonly anyToken?: boolean;
}

const [{ userName, domainName, password }] = DEMO_AUTH.users;

/** Starts app and upstream. The client authenticates by password; callers of the app need no token. */
export async function startApp(options: RunningAppOptions = {}): Promise<RunningApp> {
  const { now = Date.now, anyToken = false } = options;
  const lines: string[] = [];
  const log = createLogWriter({
    environmentName: "prove",
    version: "0",
    now,
    writeLine: (line) => void lines.push(line),
  });
  // A clock that a proof moves measures intervals, too.
  const monotonic = options.now === undefined ? {} : { monotonicNow: options.now };
  const simulator = createSimulator({
    auth: anyToken ? null : DEMO_AUTH,
    nowMs: now,
    ...(anyToken && { scenario: { services: 0, live: false } }),
    ...options.simulator,
  });
  const endpoint = await simulator.listen();
  const client = createModelArtsClient({
    endpoint,
    iamEndpoint: endpoint,
    credentials: parseCredentials(anyToken ? { token: "any" } : { userName, domainName, password }),
    now,
    random: Math.random,
    onRequest: log.upstream,
    ...monotonic,
    ...options.client,
  });
  const app = createApp({
    upstream: client,
    auth: { mode: "off", projects: ["demo"] },
    projects: ["demo"],
    now,
    log: log.request,
    ...monotonic,
    ...options.app,
  });
  return { simulator, endpoint, client, app, lines, close: () => simulator.close() };
}

const TABLE_NAME = "prove";

/** A table on this machine, and a store on it. */
export interface RunningArchive {
  readonly store: Store;
  /** Stores events of a service and what is derived from them. */
  keep(projectId: string, serviceId: string, events: readonly ServiceEvent[]): Promise<void>;
  /** Resolves once no request to the table is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a table; `onRequest` sees the input of every request to it. */
export async function startArchive(
  onRequest: (input: unknown) => void = () => undefined,
): Promise<RunningArchive> {
  const binary = dynoxideBinary();
  const engine = await (binary === null ? startDynalite() : startDynoxide(binary));
  let underWay = 0;
  const observe: Interceptor = async (request) => {
    onRequest(request.input);
    underWay += 1;
    try {
      return await request.send();
    } finally {
      underWay -= 1;
    }
  };
  const client = intercept(connectTo(engine), observe);
  await createTable(client, TABLE_NAME);
  const store = createStore({ client, tableName: TABLE_NAME });
  return {
    store,
    async keep(projectId, serviceId, events) {
      await store.ingest({ projectId, serviceId, facts: { events, statuses: [], updates: [] } });
    },
    async idle() {
      // A request may follow from the answer of another, in a later turn of the event loop.
      for (let quietTurns = 0; quietTurns < 10; quietTurns = underWay === 0 ? quietTurns + 1 : 0)
        await turn();
    },
    async close() {
      client.destroy();
      await engine.stop();
    },
  };
}
