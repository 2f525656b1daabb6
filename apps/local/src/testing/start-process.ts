import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { vi } from "vitest";

export const START_FILE = join(import.meta.dirname, "..", "start.ts");

export interface StartProcess {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
}

export interface RunningStack extends StartProcess {
  readonly url: string;
}

/** Spawns `npm start` with its own environment; `fileBytes` limits the size of any file. */
export function spawnStart(
  env: Record<string, string>,
  { fileBytes }: { readonly fileBytes?: number } = {},
): StartProcess {
  const limit = fileBytes === undefined ? "" : `ulimit -f ${Math.ceil(fileBytes / 512)};`;
  const child = spawn("/bin/sh", ["-c", `${limit} exec "$0" "$@"`, process.execPath, START_FILE], {
    env: { PATH: process.env.PATH, PORT: "0", ...env },
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
    errors += chunk;
  });
  return { child, output: () => output, errors: () => errors };
}

/** Resolves when the stack reports its address. */
export async function untilRunning(started: StartProcess): Promise<RunningStack> {
  await until(() => started.output().includes("Ctrl-C stops it") || started.child.exitCode !== null);
  const url = /running: (\S+)/.exec(started.output())?.[1];
  if (url === undefined) throw new Error(`ended with ${started.child.exitCode}: ${started.output()}`);
  return { ...started, url };
}

/** Resolves with the exit code once the process has ended and all output has arrived. */
export async function endOf({ child }: StartProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  return child.exitCode;
}

/** Resolves once the condition holds. @throws Error when it does not within 55 seconds */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitUntil(holds, { timeout: 55_000, interval: 20 });
}
