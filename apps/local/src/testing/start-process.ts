import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** The file behind `npm start`. */
export const START_FILE = join(import.meta.dirname, "..", "start.ts");

/** A process that starts the stack, and what it has written. */
export interface StartProcess {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
}

/** A stack that runs. */
export interface RunningStack extends StartProcess {
  readonly url: string;
}

/** Spawns `npm start` with an environment of its own; `fileBytes` limits what any file may grow to. */
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

/** Resolves when the stack says where it runs. */
export async function untilRunning(started: StartProcess): Promise<RunningStack> {
  await until(() => started.output().includes("Ctrl-C stops it") || started.child.exitCode !== null);
  const url = /running: (\S+)/.exec(started.output())?.[1];
  if (url === undefined) throw new Error(`ended with ${started.child.exitCode}: ${started.output()}`);
  return { ...started, url };
}

/** Resolves with the exit code when the process has ended and everything it wrote has arrived. */
export async function endOf({ child }: StartProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  return child.exitCode;
}

/** Resolves once a condition holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
