import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { text as bodyText } from "node:stream/consumers";
import { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import { ProjectDeployment } from "@deploy-lens/api/deployments/project-deployments";
import { Event } from "@deploy-lens/api/events/events";
import { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { ScriptedService } from "@deploy-lens/simulator/service/scripted";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalStack, startLocalStack } from "./testing/local-stack.ts";
import { runToEnd, startCommand } from "./testing/run-process.ts";

const HOUR_MS = 3_600_000;

/** Two events of one millisecond, in either order. */
const TIED = /\[resnet 1\.0\.0\] (?:pull image success|starting model)$/;

let stack: LocalStack;
let ranker: ScriptedService;

/** Events of a deployment of this length, with phases of fixed proportions. */
function deployment(startedAtMs: number, seconds: number): ServiceEvent[] {
  const at = (share: number, message: string): ServiceEvent => ({
    occurredAtMs: startedAtMs + Math.round(share * seconds * 1_000),
    severity: "normal",
    message,
  });
  return [
    at(0, "start to deploy service"),
    at(0.1, "building image for model [resnet 1.0.0]"),
    at(0.2, "model (resnet 1.0.0) build image success"),
    at(0.2, "preparing environment"),
    at(0.4, "[resnet 1.0.0] prepare environment success"),
    at(0.4, "[resnet 1.0.0] schedule resource success"),
    at(0.4, "[resnet 1.0.0] pulling model image"),
    at(0.9, "[resnet 1.0.0] pull image success"),
    at(0.9, "[resnet 1.0.0] starting model"),
    at(1, "Service ranker started."),
  ];
}

beforeAll(async () => {
  stack = await startLocalStack();
  const nowMs = Date.now();
  const past = [5, 4, 3].flatMap((hours, i) => deployment(nowMs - hours * HOUR_MS, 60 + 20 * i));
  ranker = stack.simulator.addService({
    name: "ranker",
    events: past,
    transitions: [{ atMs: nowMs - 3 * HOUR_MS + 100_000, status: "running" }],
  });
}, 60_000);

afterAll(() => stack.stop());

const run = (name: string, ...args: readonly string[]) => runToEnd(name, ...args, "--url", stack.url);

/** Invalid arguments are reported before any request, and also when no request would follow. */
describe.each(["events", "stats", "watch"])("npm run %s", (name) => {
  test("--help explains", async () => {
    const { code, stdout, stderr } = await runToEnd(name, "--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`npm run ${name} -- SERVICE`);
    for (const option of ["--json", "--url", "--project", "--language", "--help"]) {
      expect(stdout).toContain(`  ${option}`);
    }
  });

  test.each([
    ["two services", ["a", "b"], "name one SERVICE"],
    ["an unknown option", ["a", "--jsn"], "--jsn"],
    ["an unknown language", ["a", "--language", "fr"], "--language takes en or zh"],
    ["an address that is none", ["a", "--url", "here"], "--url takes an address"],
  ])("%s: one line on standard error, exit code 2", async (_, args, message) => {
    const { code, stdout, stderr } = await runToEnd(name, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^${name}: .*${message}.*\n$`));
  });

  test("a service that nobody knows: one line, exit code 2", async () => {
    const { code, stdout, stderr } = await run(name, "nobody");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(`${name}: project demo has no service called "nobody"\n`);
  });

  test("a server that cannot be reached: one line that says what to check, exit code 1", async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const { code, stdout, stderr } = await runToEnd(name, "ranker", "--url", url);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(
      new RegExp(`^${name}: .+; is the stack running \\(npm start\\), and --url right\\?\n$`),
    );
  });
});

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}

describe("npm run services, npm run deployments", () => {
  test.each([
    ["services", ["--status", "fine"], '--status takes .*; not "fine"'],
    ["services", ["--csv", "--json"], "take --csv or --json, not both"],
    ["services", ["ranker"], "ranker"],
    ["deployments", ["--outcome", "sucess"], '--outcome takes .*; not "sucess"'],
    ["deployments", ["--limit", "0"], "--limit takes a number from 1"],
    ["deployments", ["--follow", "--csv"], "take --follow or --csv, not both"],
    ["events", [], "name one SERVICE"],
    ["watch", [], "name one SERVICE"],
  ])("%s %j: one line, exit code 2", async (name, args, message) => {
    const { code, stdout, stderr } = await runToEnd(name, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^${name}: .*${message}.*\n$`));
  });

  test.each(["services", "deployments"])("%s --help explains", async (name) => {
    const { code, stdout, stderr } = await runToEnd(name, "--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const option of ["--csv", "--json", "--url", "--project", "--language", "--help"]) {
      expect(stdout).toContain(`  ${option}`);
    }
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(170);
  });

  test("services are listed with their latest deployment, in both languages, in the width given", async () => {
    await stored();
    const { code, stdout, stderr } = await run("services", "--width", "60");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^ranker {2}running {2}/);
    expect(stdout).toContain("1 min 40 s");
    expect(stdout).toContain("resnet 1.0.0");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
    expect((await run("services", "--language", "zh")).stdout).toContain("成功");
    expect(await run("services", "--search", "nobody")).toMatchObject({
      code: 0,
      stdout: "",
      stderr: "No services match.\n",
    });
  });

  test("deployments are listed newest first, as lines, as CSV and as JSON, filtered as in the API", async () => {
    await stored();
    const lines = (await run("deployments", "--service", "ranker", "--max-ms", "90000")).stdout;
    expect(
      lines
        .trimEnd()
        .split("\n")
        .map((line) => /1 min(?: \d+ s)?/.exec(line)?.[0]),
    ).toEqual(["1 min 20 s", "1 min"]);
    const { deployments } = JSON.parse((await run("deployments", "--json", "--limit", "1")).stdout);
    expect(ProjectDeployment.parse(deployments[0])).toMatchObject({
      observedMs: 100_000,
      serviceName: "ranker",
    });
    const csv = (await run("deployments", "--csv", "--outcome", "success")).stdout.trimEnd().split("\r\n");
    expect(csv).toHaveLength(4);
    expect(csv[0]).toMatch(/^id,serviceId,serviceName,kind,outcome,/);
    expect(await run("deployments", "--outcome", "failure")).toMatchObject({
      code: 0,
      stderr: "No deployments match.\n",
    });
  });

  test("deployments --follow prints what is stored, then one that begins, and ends with Ctrl-C", async () => {
    await stored();
    const following = startCommand("deployments", ["--follow", "--json", "--limit", "1", "--url", stack.url]);
    await following.until((text) => text.split("\n").length === 2);
    const other = stack.simulator.addService({ name: "other", events: deployment(Date.now() - 30_000, 20) });
    await following.until((text) => text.includes(other.id));
    following.interrupt();
    expect((await following.ended).code).toBe(0);
  });

  /** Waits until the pipeline has stored the three deployments. */
  async function stored(): Promise<void> {
    for (;;) {
      const { stdout } = await run("deployments", "--service", ranker.id, "--json");
      if (stdout !== "" && JSON.parse(stdout).deployments.length === 3) return;
    }
  }
});

describe("npm run events", () => {
  test("lists the newest first, a line each, with what it means", async () => {
    const { code, stdout, stderr } = await run("events", "ranker", "--limit", "3", "--time-zone", "UTC");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => line.slice(line.search(/[▶✓]/)).replace(/ +/g, " "))).toEqual([
      "✓ start model Service ranker started.",
      expect.stringMatching(TIED),
      expect.stringMatching(TIED),
    ]);
  });

  test("--json prints what the API answers, filtered, and nothing else", async () => {
    const { code, stdout } = await run(
      "events",
      ranker.id,
      "--json",
      "--phase",
      "pull_image",
      "--order",
      "asc",
    );
    const { events } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(events.map((event: unknown) => Event.parse(event).signal)).toEqual(
      Array.from({ length: 3 }, () => ["begin", "success"]).flat(),
    );
  });

  test("wraps messages to the width, and cuts none", async () => {
    const wrapped = (width: string) => run("events", "ranker", "--limit", "10", "--width", width);
    const messages = (text: string) => text.replaceAll(/\s+/g, " ");
    for (const width of ["80", "60", "40"]) {
      const { stdout } = await wrapped(width);
      expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(Number(width));
      expect(messages(stdout)).toContain("building image for model [resnet 1.0.0]");
    }
  });

  test("refuses a word that no event has, and a limit of none", async () => {
    expect(await run("events", "ranker", "--phase", "warm_up")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^events: --phase takes build_image, .*; not "warm_up"\n$/),
    });
    expect(await run("events", "ranker", "--limit", "0")).toMatchObject({
      code: 2,
      stderr: 'events: --limit takes a number from 1, not "0"\n',
    });
  });

  test("--follow shows the last ones, oldest first, then each new one once, until Ctrl-C", async () => {
    const service = stack.simulator.addService({
      name: "followed",
      events: deployment(Date.now() - HOUR_MS, 60),
    });
    const following = startCommand("events", [
      service.id,
      "--follow",
      "--json",
      "--limit",
      "2",
      "--url",
      stack.url,
    ]);
    await following.until((text) => text.split("\n").length > 2);
    for (const message of ["first news", "second news"]) {
      service.emit({ occurredAtMs: Date.now(), severity: "normal", message });
      await following.until((text) => text.includes(message));
    }
    following.interrupt();
    const { code, stdout, stderr } = await following.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => Event.parse(JSON.parse(line)).message);
    // Two share a millisecond: the one left out of the last two must not appear as new.
    expect(events).toEqual([
      expect.stringMatching(TIED),
      "Service ranker started.",
      "first news",
      "second news",
    ]);
  });
});

describe("npm run stats", () => {
  /** The pipeline runs every five seconds. */
  async function counted(n: number): Promise<DeployDurations> {
    for (;;) {
      const { code, stdout, stderr } = await run("stats", "ranker", "--json");
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const answer = DeployDurations.parse(JSON.parse(stdout));
      if (answer.total.n === n) return answer;
    }
  }

  test("--json prints the API's answer: what the three deployments took", async () => {
    const { groups, total, method } = await counted(3);
    expect({ method, total: [total.min, total.quantiles["0.5"], total.max] }).toEqual({
      method: "exact",
      total: [60_000, 80_000, 100_000],
    });
    const pull = groups.find(({ key }) => key.phase === "pull_image");
    expect(pull).toMatchObject({ n: 3, min: 30_000, max: 50_000 });
  });

  test("of the whole project, models side by side, when no service is named", async () => {
    await counted(3);
    const { code, stdout } = await run("stats", "--group-by", "service,model", "--quantiles", "0.5");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ranker {2}resnet 1\.0\.0 +3 +1 min 20 s/m);
    expect(await run("stats", "ranker", "--group-by", "service")).toMatchObject({ code: 2 });
    expect((await run("stats", "--group-by", "outcome", "--outcome", "any")).stdout).toMatch(
      /^succeeded +\d/m,
    );
  });

  test("draws a row a phase, and a bar", async () => {
    await counted(3);
    const { code, stdout } = await run("stats", "ranker", "--quantiles", "0.5", "--width", "100");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^pull image +3 +40 s\* +█/m);
    expect(stdout).toContain("exact");
  });

  test("fits the width it is given: without bars, then group by group", async () => {
    await counted(3);
    for (const width of [88, 60, 40]) {
      const { code, stdout } = await run("stats", "ranker", "--compare", "--width", String(width));
      expect(code).toBe(0);
      expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(stdout).toContain("pull image");
    }
  });

  test("--compare says when there is nothing to compare with", async () => {
    await counted(3);
    const { stdout } = await run("stats", "ranker", "--compare");
    expect(stdout).toMatch(/^nothing to compare with: no finished deployment started from /m);
    expect(stdout).not.toContain("–");
  });

  test("a time that the API refuses: exit code 2, as for any other argument", async () => {
    expect(await run("stats", "ranker", "--from", "yesterday")).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^stats: .*from must be ISO 8601.*\n$/),
    });
  });

  test("refuses quantiles that are none, and words that no group is of", async () => {
    expect(await run("stats", "ranker", "--quantiles", "90")).toMatchObject({
      code: 2,
      stderr: 'stats: --quantiles takes numbers from 0 to 1, such as 0.5,0.95; not "90"\n',
    });
    expect(await run("stats", "ranker", "--group-by", "colour")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^stats: --group-by takes .*; not "colour"\n$/),
    });
  });
});

describe("npm run watch", () => {
  test.each([
    ["Service ranker started.", "success", 0],
    ["Failed to deploy the service.", "failure", 3],
  ])("follows a deployment up to %j: %s, exit code %i", async (lastText, outcome, exitCode) => {
    const [begin, ...others] = deployment(Date.now() - 10_000, 5).slice(0, -1);
    const service = stack.simulator.addService({ name: `watched-${outcome}`, events: begin ? [begin] : [] });
    const watching = startCommand("watch", [service.id, "--json", "--url", stack.url]);
    await watching.until((text) => text.includes('"outcome":null'));
    service.emit(...others, { occurredAtMs: Date.now(), severity: "normal", message: lastText });
    const { code, stdout, stderr } = await watching.ended;
    expect({ code, stderr }).toEqual({ code: exitCode, stderr: "" });
    const seen = stdout
      .trimEnd()
      .split("\n")
      .map((line) => DeploymentAnswer.parse(JSON.parse(line)));
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1);
    expect(seen.at(0)?.outcome).toBeNull();
    expect(seen.at(-1)).toMatchObject({ outcome, phases: expect.arrayContaining([]) });
    expect(seen.at(-1)?.phases.map(({ phase }) => phase)).toContain("pull_image");
  });

  test("--once reads the running deployment once and draws it", async () => {
    const events = deployment(Date.now() - 20_000, 30).filter(
      ({ occurredAtMs }) => occurredAtMs <= Date.now(),
    );
    const { id } = stack.simulator.addService({ name: "under-way", events });
    const { code, stdout, stderr } = await run("watch", id, "--once", "--time-zone", "UTC");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("now: pull image");
    expect(stdout).toContain("no estimate: too few past deployments");
  });

  test("one that had ended: drawn, and said so, with its exit code", async () => {
    const { code, stdout, stderr } = await run("watch", "ranker", "--width", "80");
    expect(code).toBe(0);
    expect(stdout).toContain("deploy · succeeded · 1 min 40 s in all");
    expect(stderr).toMatch(/^watch: this deployment ended at .+Z; --next waits for the next one\n$/);
  });

  test("--notify tells a webhook how it ended, signed, in the reader's language", async () => {
    const secret = `whsec_${Buffer.alloc(32, "a").toString("base64")}`;
    const received: { id: string; body: string }[] = [];
    const recipient = createHttpServer(async (request, response) => {
      received.push({ id: String(request.headers["webhook-id"]), body: await bodyText(request) });
      response.end();
    }).listen(0, "127.0.0.1");
    await once(recipient, "listening");
    const { port } = recipient.address() as AddressInfo;
    const nowMs = Date.now();
    const event = (ago: number, message: string): ServiceEvent => ({
      occurredAtMs: nowMs - ago,
      severity: "abnormal",
      message,
    });
    const { id } = stack.simulator.addService({
      name: "told",
      events: [event(90_000, "start to deploy service"), event(30_000, "Failed to create the image.")],
      transitions: [{ atMs: nowMs - 30_000, status: "failed" }],
    });
    const url = `http://127.0.0.1:${port}/hook`;
    const args = [id, "--language", "zh", "--notify", url, "--url", stack.url];
    const { code, stderr } = await startCommand("watch", args, "", { DEPLOY_LENS_NOTIFY_SECRET: secret })
      .ended;
    recipient.close();
    expect({ code, stderr: stderr.replace(/^watch: this deployment ended at .*\n/, "") }).toEqual({
      code: 3,
      stderr: "",
    });
    expect(received).toHaveLength(1);
    const { data, ...told } = JSON.parse(received[0]?.body ?? "");
    expect(told).toMatchObject({ type: "deployment.failed", id: received[0]?.id });
    expect(data).toMatchObject({
      title: "told：部署失败（构建镜像）",
      url: expect.stringContaining(`${stack.url}/projects/`),
    });
  });

  test("--notify: a wrong address or secret is named before anything is watched", async () => {
    for (const wrong of ["hooks.slack.com", ""])
      expect(await run("watch", "ranker", "--notify", wrong)).toMatchObject({
        code: 2,
        stderr: "watch: --notify: the address of a recipient begins with https://\n",
      });
  });

  test("--next waits for the next one, and watches that", async () => {
    const { id, emit } = stack.simulator.addService({
      name: "triggered",
      events: deployment(Date.now() - HOUR_MS, 60),
    });
    const watching = startCommand("watch", [id, "--next", "--json", "--url", stack.url]);
    await watching.untilErrors((text) => text.includes("waiting for the next deployment"));
    emit(...deployment(Date.now() - 5_000, 4));
    const { code, stdout } = await watching.ended;
    expect(code).toBe(0);
    expect(DeploymentAnswer.parse(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? ""))).toMatchObject({
      outcome: "success",
      totalMs: 4_000,
    });
  });

  test("--timeout gives up with exit code 4", async () => {
    const { id } = stack.simulator.addService({ name: "idle" });
    const { code, stdout, stderr } = await run("watch", id, "--next", "--timeout", "1s");
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toBe("watch: waiting for the next deployment\nwatch: --timeout ran out\n");
    expect(await run("watch", id, "--timeout", "soon")).toMatchObject({
      code: 2,
      stderr: 'watch: --timeout takes a time such as 90s, 15m or 2h, not "soon"\n',
    });
  });

  test("a service without a deployment: one line, exit code 2", async () => {
    const { id } = stack.simulator.addService({ name: "fresh" });
    const { code, stdout, stderr } = await run("watch", id);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: "watch: this service has no deployment yet; --next waits for one\n",
    });
  });
});
