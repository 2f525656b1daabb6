import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Fault, FaultRule } from "@deploy-lens/simulator/faults/fault";

/** Resources that a process holds, and counts of what it has done. */
export interface Held {
  /** After a collection. */
  readonly heapBytes: number;
  readonly rssBytes: number;
  readonly timers: number;
  readonly sockets: number;
  readonly warnings: number;
  readonly unhandled: number;
  readonly lines: number;
  readonly unreadableLines: number;
}

/** The app behind a real server in its own process, so that the work of asking is not part of what is measured. */
export interface AppProcess {
  readonly url: string;
  held(): Promise<Held>;
  close(): Promise<void>;
}

export async function startAppProcess(upstreamUrl: string): Promise<AppProcess> {
  const child = fork(join(import.meta.dirname, "app-process.ts"), [upstreamUrl], {
    execArgv: ["--expose-gc"],
  });
  const [url] = await once(child, "message");
  return {
    url: String(url),
    async held() {
      const answer = once(child, "message");
      child.send("held?");
      const [message] = await answer;
      return asHeld(message);
    },
    async close() {
      child.kill();
      await once(child, "exit");
    },
  };
}

/** Guarantee: all that the process sends after its address is what it holds. */
function asHeld(message: unknown): Held {
  return message as Held;
}

/** A simulator in its own process. */
export interface SimulatorProcess {
  readonly url: string;
  /** Applies a fault to requests from now on: to all of them, or to this share. */
  addFault(fault: Fault, probability?: number): Promise<void>;
  close(): Promise<void>;
}

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
