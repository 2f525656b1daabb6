import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Fault, FaultRule } from "@deploy-lens/simulator/faults/fault";

/** A simulator in a process of its own, so that its work is not that of the process which is measured. */
export interface SimulatorProcess {
  readonly url: string;
  /** Lets something go wrong with requests from now on: with all of them, or with so many. */
  addFault(fault: Fault, probability?: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts it. */
export async function startSimulatorProcess(options: readonly string[] = []): Promise<SimulatorProcess> {
  const entry = createRequire(import.meta.url).resolve("@deploy-lens/simulator/simulator");
  const child = spawn(process.execPath, [join(dirname(entry), "serve.ts"), "--control", ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  const url = String(line).trim();
  return {
    url,
    async addFault(fault, probability = 1) {
      const answer = await fetch(`${url}/_simulator/faults`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ fault, probability } satisfies FaultRule),
      });
      if (!answer.ok) throw new Error(`the simulator refuses the fault: ${await answer.text()}`);
    },
    async close() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}
