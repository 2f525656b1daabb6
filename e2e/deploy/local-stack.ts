import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { SimulatedKey } from "@deploy-lens/simulator/auth/credentials";

const START = join(import.meta.dirname, "../../apps/local/src/start.ts");

export interface LocalStack {
  readonly url: string;
  stop(): Promise<void>;
}

export interface LocalStackOptions {
  /** The folder of its table. */
  readonly folder: string;
  /** The upstream, which the stack treats as the real platform; without one it runs its demo. */
  readonly upstream?: LocalUpstream;
}

export interface LocalUpstream {
  readonly endpoint: string;
  readonly projectId: string;
  readonly key: Pick<SimulatedKey, "accessKey" | "secretKey">;
}

/** Starts the stack of `npm start`. */
export async function startLocalStack({ folder, upstream }: LocalStackOptions): Promise<LocalStack> {
  const child = spawn(process.execPath, [START], {
    env: {
      ...process.env,
      PORT: "0",
      DEPLOY_LENS_DATA: folder,
      ...(upstream === undefined ? {} : variablesOf(upstream)),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
  };
  let output = "";
  for await (const chunk of child.stdout) {
    output += String(chunk);
    const url = /running: (\S+)/.exec(output)?.[1];
    if (url !== undefined) return { url, stop };
  }
  throw new Error(`the local stack did not start: ${output}`);
}

function variablesOf({ endpoint, projectId, key }: LocalUpstream) {
  return {
    MODELARTS_ENDPOINT: endpoint,
    MODELARTS_PROJECTS: projectId,
    MODELARTS_ACCESS_KEY: key.accessKey,
    MODELARTS_SECRET_KEY: key.secretKey,
  };
}
