import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { until } from "./testing/start-process.ts";

const FILE = join(import.meta.dirname, "testing", "end-slowly-process.ts");

/** Sends Ctrl-C once the process is ready, and again after each pause; says how it ended and how long after the first. */
async function interrupted(closeMs: number | "never", ...pausesMs: readonly number[]) {
  const child = spawn(process.execPath, [FILE, String(closeMs)], { stdio: ["pipe", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const ended = once(child, "close");
  await until(() => output.includes("ready"));
  child.kill("SIGINT");
  await until(() => output.includes("closing"));
  const firstAtMs = performance.now();
  for (const pauseMs of pausesMs) {
    await setTimeout(pauseMs);
    child.kill("SIGINT");
  }
  const [code] = await ended;
  return { code, tookMs: performance.now() - firstAtMs, closed: output.includes("closed") };
}

test("the second Ctrl-C ends it at once, whatever it waits for", async () => {
  const { code, tookMs, closed } = await interrupted("never", 400);
  expect({ code, closed }).toEqual({ code: 0, closed: false });
  expect(tookMs).toBeLessThan(1_400);
});

test("one Ctrl-C that comes twice, from the terminal and from npm, lets it close", async () => {
  expect(await interrupted(800, 20)).toMatchObject({ code: 0, closed: true });
});

test("what never closes ends within two seconds", async () => {
  const { code, tookMs } = await interrupted("never");
  expect(code).toBe(0);
  expect(tookMs).toBeGreaterThan(1_000);
  expect(tookMs).toBeLessThan(2_000);
});
