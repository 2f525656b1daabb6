import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { SAMPLE_SERVICE_ID } from "./service/sample.ts";

const SERVE = fileURLToPath(new URL("serve.ts", import.meta.url));

describe("serve", () => {
  test("prints its address, serves, and ends when it is interrupted", async () => {
    const child = spawn(process.execPath, [SERVE, "--services", "1", "--auth", "--control"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    const url = await new Promise<string>((resolve) => {
      child.stdout.once("data", (data) => resolve(String(data).trim()));
    });
    expect((await fetch(`${url}/v1/demo/services/${SAMPLE_SERVICE_ID}`)).status).toBe(401);
    expect((await fetch(`${url}/_simulator/clock`)).status).toBe(200);
    const exit = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGINT");
    expect(await exit).toBe(0);
  });

  test.each([
    [["--port", "many"], "--port takes a number, got many"],
    [["--offset-mode", "line"], "--offset-mode takes page or row, got line"],
    [["--flood"], "Unknown option '--flood'"],
  ])("%j: one line, exit code 2", (args, message) => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [SERVE, ...args], { encoding: "utf8" });
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stdout).toBe("");
  });

  test("--help prints the options", () => {
    const { status, stdout } = spawnSync(process.execPath, [SERVE, "--help"], { encoding: "utf8" });
    expect(status).toBe(0);
    expect(stdout).toContain("--offset-mode MODE");
  });
});
