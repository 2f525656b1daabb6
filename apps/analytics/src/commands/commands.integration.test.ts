import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { storedDeployments } from "@deploy-lens/store/testing/expected";
import { withoutModels } from "@deploy-lens/store/testing/feed";
import { describe, expect, test } from "vitest";
import { deploymentEvents } from "../testing/feed.ts";
import { expectComplete } from "../testing/truth.ts";
import { PROJECT_ID, startWorld, TABLE_NAME, type World } from "../testing/world.ts";

const DAY_MS = 86_400_000;
const TIMEOUT = { timeout: 120_000 };

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as npm would. */
async function run(
  command: "backfill" | "rebuild",
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  onStart: (kill: (signal: NodeJS.Signals) => void) => void = () => undefined,
): Promise<Ended> {
  const entry = join(import.meta.dirname, `${command}.ts`);
  const child = spawn(process.execPath, [entry, ...args], {
    env: { PATH: process.env.PATH ?? "", AWS_REGION: "local", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].on("data", (chunk: Buffer) => {
      output[stream] += chunk.toString();
    });
  }
  onStart((signal) => child.kill(signal));
  const [code] = await once(child, "close");
  return { code: Number(code), ...output };
}

/** An upstream whose clock is the machine's, since the command's is. */
async function startHistory() {
  const world = await startWorld();
  const nowMs = Date.now();
  world.clock.nowMs = nowMs;
  const services = ["a", "b", "c"].map((name, i) =>
    world.simulator.addService({
      name,
      id: name,
      projectId: PROJECT_ID,
      events: [20, 11, 1].flatMap((daysAgo) => deploymentEvents(nowMs - daysAgo * DAY_MS - i * 60_000)),
      transitions: [{ atMs: nowMs - DAY_MS + 100_000, status: "running" }],
    }),
  );
  const options = ["--project", PROJECT_ID, "--table", TABLE_NAME, "--table-endpoint", world.tableEndpoint];
  const upstream = { MODELARTS_ENDPOINT: world.upstreamUrl, MODELARTS_TOKEN: "anything" };
  return { world, services, options, upstream, nowMs };
}

const storedOf = ({ store }: World, serviceId: string) =>
  storedDeployments(store, { projectId: PROJECT_ID, serviceId });

describe("backfill", () => {
  test("reads a month of every service, says so, and the same again changes nothing", TIMEOUT, async () => {
    const { world, services, options, upstream } = await startHistory();
    const first = await run("backfill", options, upstream);
    // Permanent lines are few.
    expect(first.stderr).toBe("3 services listed\n");
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^3 services, 90 events read, 9 deployments changed, \d+ items written\n$/,
      ),
    });
    for (const service of services) await expectComplete(world, service);
    const again = await run("backfill", [...options, "--json"], upstream);
    expect(JSON.parse(again.stdout)).toEqual({
      services: 3,
      events: 90,
      writes: 0,
      deployments: 0,
      dryRun: false,
      failures: [],
    });
  });

  test("a window of one service, beside what is there", TIMEOUT, async () => {
    const { world, options, upstream, nowMs } = await startHistory();
    const window = [
      "--from",
      new Date(nowMs - 12 * DAY_MS).toISOString(),
      "--to",
      String(nowMs - 5 * DAY_MS),
    ];
    const ended = await run("backfill", [...options, "--service", "b", ...window], upstream);
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining("1 services, 10 events read") });
    expect(await storedOf(world, "b")).toHaveLength(1);
    expect(await storedOf(world, "a")).toHaveLength(0);
    await world.pipeline().tick();
    expect(await storedOf(world, "a")).toHaveLength(3);
  });

  test("a dry run says what it would do, and does not", TIMEOUT, async () => {
    const { world, options, upstream } = await startHistory();
    const ended = await run("backfill", [...options, "--dry-run"], upstream);
    expect(ended.stdout).toMatch(
      /^3 services, 90 events read, 9 deployments changed, \d+ items written at most \(dry run: nothing was written\)\n$/,
    );
    expect((await world.store.listServices({ projectId: PROJECT_ID })).services).toEqual([]);
    expect(await storedOf(world, "a")).toEqual([]);
  });

  test("one service that fails is named, the others are done, and the exit code is 1", TIMEOUT, async () => {
    const { world, services, options, upstream } = await startHistory();
    world.simulator.faults.add({ routes: ["events"], serviceId: "b", fault: { kind: "wrong_shape" } });
    const ended = await run("backfill", [...options, "--json"], upstream);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("demo/b: UpstreamSchemaError: GET /v1/demo/services/b/events");
    expect(JSON.parse(ended.stdout)).toMatchObject({
      services: 3,
      deployments: 6,
      failures: [
        { projectId: PROJECT_ID, serviceId: "b", problem: expect.stringContaining("unexpected answer") },
      ],
    });
    for (const service of services) if (service.id !== "b") await expectComplete(world, service);
  });

  test("interrupted, it says so, and the same command does the rest", TIMEOUT, async () => {
    const { world, services, options, upstream } = await startHistory();
    const slow = world.simulator.faults.add({ routes: ["events"], fault: { kind: "black_hole" }, skip: 2 });
    const ended = await run("backfill", [...options, "--concurrency", "1"], upstream, (kill) => {
      const timer = setInterval(() => {
        if (world.simulator.requests.count("events") < 3) return;
        clearInterval(timer);
        kill("SIGINT");
      }, 10);
    });
    expect(ended).toMatchObject({ code: 130, stderr: expect.stringContaining("backfill: interrupted") });
    world.simulator.faults.remove(slow);
    expect(await run("backfill", options, upstream)).toMatchObject({ code: 0 });
    for (const service of services) await expectComplete(world, service);
  });
});

describe("rebuild", () => {
  test(
    "derives everything again from the archive, asks the upstream nothing, and writes what differs",
    TIMEOUT,
    async () => {
      const { world, services, options, upstream } = await startHistory();
      await run("backfill", options, upstream);
      // As if an older version had taken every deployment for one without a model.
      for (const serviceId of ["a", "b"]) {
        await world.store.rederive({
          projectId: PROJECT_ID,
          serviceId,
          derive: withoutModels,
        });
      }
      world.simulator.requests.clear();
      const dry = await run("rebuild", [...options, "--dry-run", "--json"]);
      expect(JSON.parse(dry.stdout)).toMatchObject({
        services: 3,
        deployments: 9,
        differences: 6,
        dryRun: true,
      });
      expect((await storedOf(world, "a"))[0]?.deployment.models).toEqual([]);
      const real = await run("rebuild", options);
      expect(real).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^3 services, 9 deployments derived, 6 differ, \d+ items written\n$/),
      });
      for (const service of services) await expectComplete(world, service);
      const again = await run("rebuild", options);
      expect(again.stdout).toBe("3 services, 9 deployments derived, 0 differ, 0 items written\n");
      expect(world.simulator.requests.count()).toBe(0);
    },
  );
});

describe("what the caller can put right", () => {
  test.each(["backfill", "rebuild"] as const)("%s --help", TIMEOUT, async (command) => {
    const ended = await run(command, ["--help"]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    for (const option of ["--project", "--service", "--table", "--dry-run", "--json", "--help"]) {
      expect(ended.stdout).toContain(option);
    }
  });

  test.each([
    ["backfill", [], {}, "backfill: name a --project, or set MODELARTS_PROJECTS"],
    ["backfill", ["--project", "p"], {}, "backfill: name the --table, or set TABLE_NAME"],
    ["backfill", ["--project", "p", "--table", "t"], {}, "backfill: set either MODELARTS_REGION"],
    [
      "backfill",
      ["--project", "p", "--table", "t"],
      { MODELARTS_REGION: "cn-north-4" },
      "backfill: set one kind of upstream credentials",
    ],
    [
      "backfill",
      ["--project", "p", "--table", "t"],
      { MODELARTS_REGION: "cn-north-4", MODELARTS_ACCESS_KEY: "canary" },
      "backfill: upstream credentials: must be",
    ],
    [
      "backfill",
      ["--project", "p", "--table", "t", "--from", "yesterday"],
      {},
      "backfill: --from must be ISO 8601",
    ],
    [
      "backfill",
      ["--project", "p", "--table", "t", "--from", "2026-11-02", "--to", "2026-11-01"],
      {},
      "backfill: --from must be before --to",
    ],
    ["rebuild", ["--nonsense"], {}, "rebuild: Unknown option '--nonsense'"],
    ["rebuild", ["--project"], {}, "rebuild: Option '--project <value>' argument missing"],
    [
      "rebuild",
      ["--project", "p", "--project", "q", "--service", "s", "--table", "t"],
      {},
      "rebuild: --service needs exactly one --project",
    ],
    [
      "rebuild",
      ["--project", "p", "--table", "t", "--concurrency", "99"],
      {},
      "rebuild: --concurrency takes 1 to 32",
    ],
  ] as const)("%s %j", TIMEOUT, async (command, args, environment, message) => {
    const ended = await run(command, args, environment);
    expect(ended.code).toBe(2);
    expect(ended.stdout).toBe("");
    expect(ended.stderr).toContain(message);
    expect(ended.stderr.trim().split("\n")).toHaveLength(1);
    expect(ended.stderr).not.toContain("canary");
  });
});
