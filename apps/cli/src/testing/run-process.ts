import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { vi } from "vitest";

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly stdout: () => string;
  /** Resolves once the output so far passes. */
  readonly until: (passes: (stdout: string) => boolean) => Promise<void>;
  /** The same for standard error. */
  readonly untilErrors: (passes: (stderr: string) => boolean) => Promise<void>;
  /** Sends SIGINT, as Ctrl-C does. */
  readonly interrupt: () => void;
  readonly ended: Promise<Result>;
}

/** Starts a command in English and UTC, with this input and environment. */
export function startCommand(
  name: string,
  args: readonly string[],
  input = "",
  env: Readonly<Record<string, string>> = {},
): Running {
  const entry = join(import.meta.dirname, "..", `${name}.ts`);
  const child = spawn(process.execPath, [entry, ...args], {
    env: { PATH: process.env.PATH, LANG: "C", TZ: "UTC", ...env },
    stdio: "pipe",
  });
  child.stdin.end(input);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  const ended = once(child, "close").then(([code]): Result => ({ code, stdout, stderr }));
  const holds = async (passes: () => boolean) => {
    const isOver = () => passes() || child.exitCode !== null;
    await vi.waitUntil(isOver, { timeout: 50_000, interval: 20 }).catch(() => undefined);
    if (!passes()) throw new Error(`${child.exitCode ?? "still runs"}: ${stdout}${stderr}`);
  };
  return {
    stdout: () => stdout,
    until: (passes) => holds(() => passes(stdout)),
    untilErrors: (passes) => holds(() => passes(stderr)),
    interrupt: () => child.kill("SIGINT"),
    ended,
  };
}

export function runToEnd(name: string, ...args: readonly string[]): Promise<Result> {
  return startCommand(name, args).ended;
}
