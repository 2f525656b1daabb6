import { mkdir, mkdtemp, open, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readiness } from "@deploy-lens/api/health/health";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import { Level } from "level";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildDashboard } from "./build-dashboard.ts";
import { endOf, type StartProcess, spawnStart, until, untilRunning } from "./testing/start-process.ts";

const DAMAGED =
  /^npm start: the table in \S+ is damaged; restore a backup of that folder, or move it away and start again: .+\n$/;

let dataFolder: string;
const started: StartProcess[] = [];

beforeAll(() => buildDashboard(join(import.meta.dirname, "../../..")));

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "deploy-lens-"));
});

afterEach(async () => {
  for (const { child } of started.splice(0)) child.kill("SIGKILL");
  await rm(dataFolder, { recursive: true, force: true });
});

function start(folder = dataFolder, limits: { fileBytes?: number } = {}): StartProcess {
  const process = spawnStart({ DEPLOY_LENS_DATA: folder }, limits);
  started.push(process);
  return process;
}

/** A table that LevelDB has sorted into a file, as every restart does; returns its folder and files. */
async function filledTable(): Promise<{ folder: string; files: readonly string[] }> {
  const folder = join(dataFolder, "dynamodb-2");
  await mkdir(folder, { recursive: true });
  for (const round of [1, 2]) {
    const level = new Level(folder);
    const keys = Array.from({ length: 100 }, (_, i) => `table~deploy-lens-${round}-${i}`);
    await level.batch(keys.map((key) => ({ type: "put", key, value: key })));
    await level.close();
  }
  return { folder, files: await readdir(folder) };
}

describe("a data folder that cannot be used: one line with the cause and the remedy, exit code 2", () => {
  test("another start uses it", async () => {
    await untilRunning(start());
    const second = start();
    expect(await endOf(second)).toBe(2);
    expect(second.output()).toBe(
      `npm start: another npm start uses the data folder ${dataFolder}; end that one, or choose another one: ` +
        "DEPLOY_LENS_DATA=FOLDER npm start\n",
    );
  });

  test("it is a file", async () => {
    const file = join(dataFolder, "file");
    await writeFile(file, "");
    for (const folder of [file, join(file, "below")]) {
      const process = start(folder);
      expect(await endOf(process)).toBe(2);
      expect(process.output()).toBe(
        `npm start: the data folder ${folder} is a file, or lies below one; choose another one: ` +
          "DEPLOY_LENS_DATA=FOLDER npm start\n",
      );
    }
  });

  test.each([["CURRENT"], ["MANIFEST"]])("its %s is cut short", async (name) => {
    const { folder, files } = await filledTable();
    await truncate(join(folder, files.find((file) => file.startsWith(name)) ?? ""), 3);
    const process = start();
    expect(await endOf(process)).toBe(2);
    expect(process.output()).toMatch(DAMAGED);
  });

  test("a file of its table is damaged, which shows when it is read", async () => {
    const { folder, files } = await filledTable();
    for (const name of files.filter((file) => file.endsWith(".ldb"))) {
      const file = await open(join(folder, name), "r+");
      await file.write(Buffer.alloc(600, 0xff), 0, 600, 0);
      await file.close();
    }
    const process = start();
    expect(await endOf(process)).toBe(2);
    expect(process.errors()).toMatch(DAMAGED);
  });
});

test("a folder of an older version is not passed over in silence", async () => {
  await mkdir(join(dataFolder, "dynamodb"));
  const { errors } = await untilRunning(start());
  expect(errors()).toMatch(
    /^npm start: \S+\/dynamodb was written by an older version and is not read: .+\n$/,
  );
});

test("a disk that fills up: said once in one line, reads go on, and /readyz says that nothing is written", async () => {
  const { url, child, errors } = await untilRunning(start(dataFolder, { fileBytes: 1_000_000 }));
  const readiness = async () => Readiness.parse(await (await fetch(`${url}/readyz`)).json());
  await until(async () => (await readiness()).status === "degraded");
  expect((await readiness()).checks).toContainEqual({
    name: "writes",
    status: "failing",
    detail: expect.stringMatching(/^the disk of \S+ is full; free some space, then start again/),
  });
  for (const path of [
    `/api/v1/projects/demo/services/${SAMPLE_SERVICE_ID}/deployments/latest`,
    "/api/v1/projects/demo/deploy-durations",
    "/api/v1/projects/demo/services",
  ]) {
    expect((await fetch(url + path)).status).toBe(200);
  }
  expect(errors()).not.toMatch(/^ +at /m);
  expect(errors().match(/the disk of/g)).toHaveLength(1);
  child.kill("SIGINT");
  expect(await endOf({ child, errors, output: errors })).toBe(0);
});
