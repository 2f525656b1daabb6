import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Bytes allocated per event of a page of 1,000. */
export interface Allocations {
  /** `JSON.parse` and `JSON.stringify`, nothing else. */
  readonly parseAndWrite: number;
  readonly wirePage: number;
  readonly normalizedPage: number;
  readonly classify: number;
  readonly derive: number;
}

const COUNTER = fileURLToPath(new URL("allocations-process.ts", import.meta.url));

const OPTIONS = [
  "--expose-gc",
  "--min-semi-space-size=512",
  "--max-semi-space-size=512",
  "--no-opt",
  "--no-maglev",
];

/** Counts what parsing, normalizing, classifying and deriving allocate, in a process of its own. */
export async function measureAllocations(): Promise<Allocations> {
  const child = fork(COUNTER, { execArgv: OPTIONS, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const [message] = await once(child, "message");
  return allocationsOf(message);
}

function allocationsOf(message: unknown): Allocations {
  return message as Allocations;
}
