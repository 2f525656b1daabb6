import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEMO_PROJECT_ID } from "@deploy-lens/simulator/service/sample";
import { createSimulator, type Simulator, type SimulatorOptions } from "@deploy-lens/simulator/simulator";

const ROOT = join(import.meta.dirname, "../..");

/** The local stack as run by `npm start`, with a simulator that the tests control. */
export interface RunningStack {
  readonly url: string;
  readonly simulator: Simulator;
  close(): Promise<void>;
}

/** Starts both, with their own ports and data folder. */
export async function startStack(options: SimulatorOptions): Promise<RunningStack> {
  const simulator = createSimulator(options);
  const upstream = await simulator.listen();
  const dataFolder = await mkdtemp(join(tmpdir(), "deploy-lens-e2e-"));
  const child = spawn(process.execPath, [join(ROOT, "apps/local/src/start.ts")], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: "0",
      DEPLOY_LENS_DATA: dataFolder,
      MODELARTS_ENDPOINT: upstream,
      MODELARTS_TOKEN: "local",
      MODELARTS_PROJECTS: DEMO_PROJECT_ID,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await addressOf(child);
  return {
    url,
    simulator,
    close: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
      await simulator.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
        const [, url] = /running: (http\S+)/.exec(output) ?? [];
        if (url !== undefined) resolve(url);
      });
    }
    child.on("exit", (code) => reject(new Error(`the stack ended with ${code}:\n${output}`)));
  });
}

/**
 * Waits until the pipeline has read the history, that is, until the count has not changed for a while. Counts every
 * outcome, since on some days a service has no recognizable success.
 */
export async function historyRead(url: string, least: number): Promise<void> {
  let before = -1;
  for (let round = 0; round < 120; round++) {
    const path = `/api/v1/projects/${DEMO_PROJECT_ID}/deploy-durations?groupBy=service&outcome=any`;
    const answer = await fetch(url + path);
    const { groups } = (await answer.json()) as { groups: { n: number }[] };
    const n = groups.reduce((sum, group) => sum + group.n, 0);
    if (groups.length >= least && n === before) return;
    before = n;
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
  throw new Error("the history was not read within three minutes");
}
