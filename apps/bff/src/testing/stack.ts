import { createModelArtsClient, type ModelArtsClient } from "@deploy-lens/modelarts/client";
import type { ClientLimitsInput } from "@deploy-lens/modelarts/create-transport";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { createSimulator, type Simulator, type SimulatorOptions } from "@deploy-lens/simulator/simulator";
import { type App, type AppDeps, createApp } from "../app.ts";
import type { RequestLog } from "../log/request-log.ts";

export const PROJECT = "demo";
export const SAMPLE = "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e";

export interface TestStack {
  readonly app: App;
  readonly simulator: Simulator;
  readonly upstream: ModelArtsClient;
  readonly lines: RequestLog[];
  close(): Promise<void>;
}

export interface StackOptions {
  readonly simulator?: SimulatorOptions;
  readonly limits?: ClientLimitsInput;
  readonly app?: Partial<AppDeps>;
}

/** Starts a simulator, by default with only the documented sample, and creates the app. */
export async function startStack(options: StackOptions = {}): Promise<TestStack> {
  const simulator = createSimulator({
    scenario: { services: 0, live: false },
    ...options.simulator,
  });
  const endpoint = await simulator.listen();
  const now = options.app?.now ?? Date.now;
  const upstream = createModelArtsClient({
    endpoint,
    credentials: parseCredentials({ accessKey: "AKEXAMPLE", secretKey: "SKEXAMPLE" }),
    now: Date.now,
    random: () => 0.5,
    limits: options.limits,
  });
  const lines: RequestLog[] = [];
  const app = createApp({
    upstream,
    auth: { mode: "off", projects: [PROJECT] },
    projects: [PROJECT],
    log: (line) => lines.push(line),
    ...options.app,
    now,
    monotonicNow: now,
  });
  return { app, simulator, upstream, lines, close: () => simulator.close() };
}
