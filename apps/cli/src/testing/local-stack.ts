import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSimulator, type Simulator } from "@deploy-lens/simulator/simulator";

const start = join(import.meta.dirname, "../../../local/src/start.ts");

export interface LocalStack {
  readonly url: string;
  readonly simulator: Simulator;
  readonly stop: () => Promise<void>;
}

/** Starts both; the stack is a separate process with its own port and folder. */
export async function startLocalStack(): Promise<LocalStack> {
  const simulator = createSimulator({ scenario: false });
  const folder = await mkdtemp(join(tmpdir(), "deploy-lens-cli-"));
  const child = spawn(process.execPath, [start], {
    env: {
      PATH: process.env.PATH,
      PORT: "0",
      DEPLOY_LENS_DATA: folder,
      MODELARTS_ENDPOINT: await simulator.listen(),
      MODELARTS_PROJECTS: "demo",
      MODELARTS_TOKEN: "anything",
    },
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    }
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { url: await addressOf(child), simulator, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function addressOf({ stdout, stderr }: ChildProcess): Promise<string> {
  let output = "";
  stderr?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  for await (const chunk of stdout ?? []) {
    output += String(chunk);
    const [, url] = /running: (\S+)[\s\S]*Ctrl-C stops it/.exec(output) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`the stack did not start: ${output}`);
}
