import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { CpuQuota } from "./cpu-quota.ts";

/** A function's start up to its first answer, in ms. */
export interface ColdStart {
  /** From process start to the first answer. */
  readonly totalMs: number;
  readonly importMs: number;
  /** The first invocation. */
  readonly invokeMs: number;
  /** Processor time of all of it. */
  readonly cpuMs: number;
}

const RUNTIME = fileURLToPath(new URL("invoke-once.mjs", import.meta.url));

/**
 * Starts a function in its own process and sends it one event, if any. With a quota, the invocation has that
 * share of a processor, and starting has all of one: as Lambda does.
 *
 * @throws Error when the function does not start, or answers anything but 200.
 */
export async function coldStart(
  file: string,
  eventFile: string | null,
  environment: Readonly<Record<string, string>>,
  quota: CpuQuota | null = null,
): Promise<ColdStart> {
  const child = spawn(process.execPath, [RUNTIME, file, ...(eventFile === null ? [] : [eventFile])], {
    env: { ...environment },
    stdio: ["ignore", "ignore", "inherit", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  const lines = createInterface({ input: outOf(child.stdio[4]) })[Symbol.asyncIterator]();
  if ((await lines.next()).value !== "ready") throw new Error(`${file} did not start`);
  if (quota !== null && child.pid !== undefined) quota.add(child.pid);
  into(child.stdio[3]).write("\n");
  const line = (await lines.next()).value;
  await closed;
  if (line === undefined) throw new Error(`${file} did not answer`);
  const { statusCode, startMs, importMs, invokeMs, cpuMs } = reportOf(line);
  if (statusCode !== 200) throw new Error(`${file} answered ${statusCode}`);
  return { totalMs: startMs + importMs + invokeMs, importMs, invokeMs, cpuMs };
}

interface Report extends Omit<ColdStart, "totalMs"> {
  readonly statusCode: number;
  readonly startMs: number;
}

function reportOf(line: string): Report {
  return JSON.parse(line) as Report;
}

/** The child was started with a pipe there. */
function outOf(stream: unknown): Readable {
  return stream as Readable;
}

/** The child was started with a pipe there. */
function into(stream: unknown): Writable {
  return stream as Writable;
}
