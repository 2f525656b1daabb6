import { type App, type AppDeps, createApp } from "@deploy-lens/bff/app";
import { createLogWriter } from "@deploy-lens/bff/log/write-log";
import {
  createModelArtsClient,
  type ModelArtsClient,
  type ModelArtsClientOptions,
} from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { DEMO_AUTH } from "@deploy-lens/simulator/auth/credentials";
import { createSimulator, type Simulator, type SimulatorOptions } from "@deploy-lens/simulator/simulator";

export interface RunningApp {
  readonly simulator: Simulator;
  /** The simulated upstream's address. */
  readonly endpoint: string;
  readonly client: ModelArtsClient;
  readonly app: App;
  /** Every line that was logged, of requests and of calls to the upstream. */
  readonly lines: string[];
  close(): Promise<void>;
}

/** What may be otherwise than usual. */
export interface RunningAppOptions {
  readonly simulator?: SimulatorOptions;
  readonly client?: Partial<Omit<ModelArtsClientOptions, "region" | "endpoint">>;
  readonly app?: Partial<AppDeps>;
  readonly now?: () => number;
}

const [{ userName, domainName, password }] = DEMO_AUTH.users;

/** Starts it: the client authenticates by password, callers of the app need no token. */
export async function startApp(options: RunningAppOptions = {}): Promise<RunningApp> {
  const { now = Date.now } = options;
  const lines: string[] = [];
  const log = createLogWriter({
    environmentName: "prove",
    version: "0",
    now,
    writeLine: (line) => void lines.push(line),
  });
  const simulator = createSimulator({ auth: DEMO_AUTH, nowMs: now, ...options.simulator });
  const endpoint = await simulator.listen();
  const client = createModelArtsClient({
    endpoint,
    iamEndpoint: endpoint,
    credentials: parseCredentials({ userName, domainName, password }),
    now,
    // A clock that is set moves intervals, too.
    ...(options.now !== undefined && { monotonicNow: options.now }),
    random: Math.random,
    onRequest: log.upstream,
    ...options.client,
  });
  const app = createApp({
    upstream: client,
    auth: { mode: "off", projects: ["demo"] },
    projects: ["demo"],
    now,
    ...(options.now !== undefined && { monotonicNow: options.now }),
    log: log.request,
    ...options.app,
  });
  return { simulator, endpoint, client, app, lines, close: () => simulator.close() };
}
