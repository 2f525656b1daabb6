import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import { EventList } from "@deploy-lens/api/events/events";
import sample from "@deploy-lens/core/fixtures/documented-sample.json" with { type: "json" };
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  endOf,
  type RunningStack,
  START_FILE,
  type StartProcess,
  spawnStart,
  until,
  untilRunning,
} from "./testing/start-process.ts";

const service = sample.service_id;

let dataFolder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "deploy-lens-"));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(dataFolder, { recursive: true, force: true });
});

function spawnHere(env: Record<string, string>): StartProcess {
  const process = spawnStart({ DEPLOY_LENS_DATA: dataFolder, ...env });
  children.push(process.child);
  return process;
}

const start = (): Promise<RunningStack> => untilRunning(spawnHere({}));

async function json(url: string): Promise<unknown> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return response.json();
}

describe("npm start", () => {
  test("answers the documented sample, field for field", async () => {
    const { url } = await start();
    const answer = await json(`${url}/v1/demo/services/${service}/events?order=asc`);
    expect(JSON.stringify(answer)).toBe(JSON.stringify(sample));
  });

  test("answers the sample as normalized events", async () => {
    const { url } = await start();
    const path = `/api/v1/projects/demo/services/${service}/events?order=asc`;
    const { service: named, events, page } = EventList.parse(await json(url + path));
    expect(named).toEqual({ id: service, name: "zcjtest-07085" });
    expect(events.map((event) => event.message)).toEqual(sample.events.map((event) => event.event_info));
    expect(events[0]).toMatchObject({
      signal: "begin",
      operation: "deploy",
      occurredAt: "2019-07-08T14:47:31.764Z",
    });
    expect(page).toEqual({ total: 9, nextCursor: null });
  });

  test("answers the sample's deployment with the contract's table", async () => {
    const { url } = await start();
    const path = `/api/v1/projects/demo/services/${service}/deployments`;
    const latest = DeploymentAnswer.parse(await json(`${url}${path}/latest`));
    expect(latest.phases.map((run) => [run.phase, run.wallMs])).toEqual([
      ["build_image", 17],
      ["prepare_environment", 20171],
      ["schedule_resource", 6],
      ["pull_image", 56642],
      ["start_model", null],
    ]);
    expect(latest.gaps.map(({ after, before, ms }) => `${after}→${before} ${ms}`)).toEqual([
      "start→build_image 24",
      "build_image→prepare_environment 3939",
      "schedule_resource→pull_image 7",
      "pull_image→start_model 12",
    ]);
    expect(latest).toMatchObject({ observedMs: 80818, outcome: null, totalMs: null, flags: ["stalled"] });
    expect(await json(`${url}${path}/${latest.id}`)).toMatchObject({ id: latest.id, observedMs: 80818 });
  });

  test("listens on loopback, ends cleanly on Ctrl-C, and starts again on the same data", async () => {
    const first = await start();
    expect(first.output()).toContain(`Its data stays in ${dataFolder}.`);
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const services = await json(`${first.url}/api/v1/projects/demo/services?sort=name`);
    first.child.kill("SIGINT");
    first.child.kill("SIGINT");
    expect(await once(first.child, "exit")).toEqual([0, null]);
    const again = await start();
    const names = (answer: unknown) => JSON.stringify(answer).match(/"name":"[a-z-]+"/g);
    expect(names(await json(`${again.url}/api/v1/projects/demo/services?sort=name`))).toEqual(
      names(services),
    );
  });

  // Within how long: end-on-signal.integration.test.ts, by a clock of its own.
  test("Ctrl-C ends it, whatever connections are open", async () => {
    const running = await start();
    const port = Number(new URL(running.url).port);
    const silent = "";
    const halfSent = "GET /api/v1/projects/demo/services HTTP/1.1\r\nhost: localhost\r\n";
    const keptAlive = "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";
    for (const sent of [silent, halfSent, keptAlive]) {
      const socket = connect(port, "127.0.0.1").on("error", () => undefined);
      await once(socket, "connect");
      socket.write(sent);
      if (sent === keptAlive) await once(socket, "data");
    }
    running.child.kill("SIGINT");
    expect(await endOf(running)).toBe(0);
  });

  test("what the pipeline cannot do is said on standard error, in words", async () => {
    const nobody = createServer().listen(0, "127.0.0.1");
    await once(nobody, "listening");
    const address = nobody.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    nobody.close();
    const { child, errors } = spawnHere({
      PORT: "0",
      MODELARTS_ENDPOINT: `http://127.0.0.1:${port}`,
      MODELARTS_PROJECTS: "demo",
      MODELARTS_TOKEN: "any",
    });
    const said = /^\d\d:\d\d:\d\dZ error: a project could not be scanned \(projectId "demo", error ".+"\)$/m;
    await until(() => said.test(errors()) || child.exitCode !== null);
    expect(errors()).toMatch(said);
  });

  test.each([
    [{ MODELARTS_TOKEN: "se\ncret" }, "credentials: token holds a line break (at its end?)"],
    [{ MODELARTS_ENDPOINT: "nowhere" }, "endpoint"],
    [{ MODELARTS_IAM_ENDPOINT: "nowhere" }, "iamEndpoint"],
  ])("a setting that the client refuses (%j): one line, without a stack", async (env, words) => {
    const { child, output } = spawnHere({
      MODELARTS_ENDPOINT: "http://127.0.0.1:1",
      MODELARTS_PROJECTS: "demo",
      MODELARTS_TOKEN: "any",
      ...env,
    });
    expect(await once(child, "close")).toEqual([2, null]);
    expect(output()).toMatch(/^npm start: .+\n$/);
    expect(output()).toContain(words);
    expect(output()).not.toContain("cret");
  });

  test("a port in use: one line that says how to choose another", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { child, output } = spawnHere({ PORT: String(port) });
    expect(await once(child, "exit")).toEqual([2, null]);
    taken.close();
    expect(output()).toBe(`npm start: port ${port} is in use; choose another: PORT=${port + 1} npm start\n`);
  });
});

test("--help names every setting, and starts nothing", () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [START_FILE, "--help"], {
    encoding: "utf8",
    env: { PORT: "nonsense" },
  });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  const settings = readFileSync(join(import.meta.dirname, "settings.ts"), "utf8");
  for (const [, name] of settings.matchAll(/^ {2}([A-Z_]+): /gm)) expect(stdout).toContain(name);
});
