import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DEMO_AUTH } from "@deploy-lens/simulator/auth/credentials";
import { DEMO_PROJECT_ID } from "@deploy-lens/simulator/service/sample";
import { createSimulator, type Simulator } from "@deploy-lens/simulator/simulator";
import { certificateIn } from "./emulator/make-certificate.ts";
import { type Emulator, startEmulator } from "./emulator/start-emulator.ts";
import { type Front, startFront } from "./front.ts";
import { type Issuer, startIssuer } from "./issuer.ts";
import { type LocalStack, startLocalStack } from "./local-stack.ts";
import { makeSettings, type SettingsFolder } from "./settings-folder.ts";

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 10;

/** Not deleted, for investigating failures. */
const EMULATOR_LOG = join(import.meta.dirname, "../../.cache/deploy-test.emulator.log");

export const PROJECT_ID = DEMO_PROJECT_ID;
export const [KEY] = DEMO_AUTH.keys;

/** The environment's surroundings, and what the tests learn about it. */
export interface World {
  readonly scratch: string;
  readonly emulator: Emulator;
  readonly issuer: Issuer;
  readonly simulator: Simulator;
  /** The simulator's URL. */
  readonly upstream: string;
  readonly local: LocalStack;
  readonly settings: SettingsFolder;
  /** Environment variables for commands: how to reach the emulator, and which settings to deploy. */
  readonly environment: Readonly<Record<string, string>>;
  /** The window that contains the history, as query parameters. */
  readonly window: string;
  /** Makes a host of the emulator reachable until the tests end. */
  reach(host: string): Promise<string>;
  end(): Promise<void>;
}

/** Starts the upstream, the issuer, AWS, and a local stack that must give the same answers. */
export async function beginWorld(python: string, scratch: string): Promise<World> {
  await using parts = new AsyncDisposableStack();
  const certificate = certificateIn(scratch);
  const startedAtMs = Date.now();
  const anchorMs = Math.floor(startedAtMs / DAY_MS) * DAY_MS;

  const simulator = createSimulator({
    scenario: { services: 12, days: HISTORY_DAYS, anchorMs, live: false },
    // The clock is stopped, so that later reads get the same history.
    nowMs: () => startedAtMs,
    auth: { ...DEMO_AUTH, maxClockSkewMs: DAY_MS },
  });
  const upstream = await simulator.listen();
  parts.defer(() => simulator.close());
  const issuer = await startIssuer(certificate);
  parts.defer(() => issuer.close());
  const folder = (name: string) => {
    const made = join(scratch, name);
    mkdirSync(made);
    return made;
  };
  const emulator = await startEmulator({
    python,
    certificate,
    folder: folder("emulator"),
    logFile: EMULATOR_LOG,
  });
  parts.defer(() => emulator.stop());
  const local = await startLocalStack({
    folder: folder("local"),
    upstream: { endpoint: upstream, projectId: PROJECT_ID, key: KEY },
  });
  parts.defer(() => local.stop());

  const settings = makeSettings(scratch, upstream, issuer.url, PROJECT_ID);
  const fronts = new Map<string, Front>();
  const running = parts.move();
  return {
    scratch,
    emulator,
    issuer,
    simulator,
    upstream,
    local,
    settings,
    environment: { ...emulator.environment, DEPLOY_LENS_SETTINGS: settings.folder },
    window: `from=${anchorMs - HISTORY_DAYS * DAY_MS}&to=${anchorMs + DAY_MS}`,
    reach: async (host) => {
      const front = fronts.get(host) ?? (await startFront(emulator.port, host));
      if (!fronts.has(host)) running.defer(() => front.close());
      fronts.set(host, front);
      return front.url;
    },
    end: () => running.disposeAsync(),
  };
}
