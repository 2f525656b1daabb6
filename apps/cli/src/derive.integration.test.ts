import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import { describe, expect, test } from "vitest";
import { type Result, startCommand } from "./testing/run-process.ts";

const sample = join(import.meta.dirname, "../../../packages/core/fixtures/documented-sample.json");

function derive(args: readonly string[], input = ""): Promise<Result> {
  return startCommand("derive", args, input).ended;
}

async function fileWith(content: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "derive-")), "events.json");
  await writeFile(file, content);
  return file;
}

const START_MS = 1_562_597_251_000;

const answer = (...events: [number, string][]) =>
  JSON.stringify({
    service_id: "s-1",
    service_name: "shop",
    count: events.length,
    total_count: events.length,
    events: events.map(([afterMs, event_info]) => ({
      occur_time: START_MS + afterMs,
      event_type: "normal",
      event_info,
    })),
  });

describe("--json", () => {
  test("prints the documented sample in the API's shape, and nothing else", async () => {
    const { code, stdout, stderr } = await derive(["--json", sample]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { deployments } = JSON.parse(stdout);
    const deployment = DeploymentAnswer.parse(deployments[0]);
    expect(deployments).toHaveLength(1);
    expect(deployment).toMatchObject({ outcome: null, observedMs: 80818, totalMs: null, flags: ["stalled"] });
    expect(deployment.phases.map((run) => [run.phase, run.wallMs])).toEqual([
      ["build_image", 17],
      ["prepare_environment", 20171],
      ["schedule_resource", 6],
      ["pull_image", 56642],
      ["start_model", null],
    ]);
    expect(deployment.gaps.map((gap) => gap.ms)).toEqual([24, 3939, 7, 12]);
  });

  test("a feed without a begin has no deployments", async () => {
    const { code, stdout } = await derive(["--json", "-"], answer([5, "hello"]));
    expect({ code, answer: JSON.parse(stdout) }).toEqual({ code: 0, answer: { deployments: [] } });
  });
});

describe("the drawing", () => {
  test("shows every phase of the sample with its duration", async () => {
    const { stdout } = await derive([sample, "--time-zone", "UTC", "--width", "100"]);
    const lines = stdout.split("\n");
    const phase = (label: string) => lines.find((line) => line.startsWith(`  ${label}`));
    expect(phase("build image")).toMatch(/17 ms$/);
    expect(phase("prepare environment")).toMatch(/█ +20.2 s$/);
    expect(phase("schedule resource")).toMatch(/6 ms¹$/);
    expect(phase("pull image")).toMatch(/█ +56.6 s$/);
    expect(phase("start model")).toMatch(/no end yet$/);
    expect(stdout).toContain("started 2019-07-08 14:47:31.764 UTC");
    expect(stdout).toContain("¹ begins where the phase before it ended");
    expect(stdout).toContain("stalled");
  });

  test("in Chinese", async () => {
    const { stdout } = await derive([sample, "--language", "zh"]);
    expect(stdout).toMatch(/拉取镜像 .*56.6 秒/);
  });

  test("shows texts that no rule knows, with terminal controls made visible", async () => {
    const { stdout } = await derive(
      ["-"],
      answer([0, "start to deploy service"], [9, "odd \u001b[2J thing\u202e"]),
    );
    expect(stdout).toContain("odd \\u{1b}[2J thing\\u{202e}");
    expect(stdout).not.toContain("\u001b");
  });

  test("one bad row costs one row, and is counted", async () => {
    const at = (afterMs: number, message: string) => answer([afterMs, message]);
    const { events, ...rest } = JSON.parse(at(0, "start to deploy service"));
    const bad = [{ occur_time: 1_562_597_251, event_type: "normal", event_info: "seconds" }, null];
    const file = await fileWith(JSON.stringify({ ...rest, events: [...bad, ...events] }));
    const drawn = (await derive([file])).stdout;
    expect(drawn).toContain("1 event, 1 deployment");
    expect(drawn).toContain("2 rows are not events and were set aside");
    expect((await derive([file, "--language", "zh"])).stdout).toContain("2 行不是事件，已搁置");
    const json = await derive([file, "--json"]);
    expect(JSON.parse(json.stdout).deployments).toHaveLength(1);
  });

  test("unites pages of one service, whatever their order", async () => {
    const pages = `[${answer([100, "Service shop started."])}, ${answer([0, "start to deploy service"])}]`;
    const { stdout } = await derive(["-"], pages);
    expect(stdout).toContain("deploy · succeeded · 100 ms in all");
  });
});

describe("what cannot be read: one line on standard error, exit code 2", () => {
  test.each([
    ["no file", [], "", /^derive: name one FILE/],
    ["two files", ["a", "b"], "", /^derive: name one FILE/],
    ["a missing file", ["does-not-exist.json"], "", /^derive: does-not-exist.json: no such file\n$/],
    ["a folder", ["."], "", /^derive: \.: is a folder/],
    ["an unknown option", ["--jsn", "-"], "{}", /^derive: .*--jsn/],
    ["an unknown language", ["--language", "fr", "-"], "{}", /^derive: --language takes en or zh/],
    ["an unknown zone", ["--time-zone", "Mars", "-"], "{}", /^derive: --time-zone takes/],
    ["nothing", ["-"], " \n", /^derive: standard input: is empty/],
    ["no JSON", ["-"], "<html>", /^derive: standard input: not JSON/],
    ["another JSON", ["-"], "{}", /^derive: standard input: not an events answer: service_id/],
  ])("%s", async (_, args, input, message) => {
    const { code, stdout, stderr } = await derive(args, input);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("a wrong type names its path", async () => {
    const file = await fileWith(answer([1, "x"]).replace(/"occur_time":\d+/, '"occur_time":"1"'));
    expect((await derive([file])).stderr).toContain("events[0].occur_time: expected number, got string");
  });
});

test("--help explains", async () => {
  const { code, stdout } = await derive(["--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain("npm run derive -- FILE");
});
