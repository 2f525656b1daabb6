import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Held } from "./held.ts";

/** The app behind a real server, in a process of its own, so that the work of asking is not part of what is measured. */
export interface AppProcess {
  readonly url: string;
  /** What it holds now, after a collection. */
  held(): Promise<Held>;
  close(): Promise<void>;
}

/** Starts it in front of an upstream. */
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
