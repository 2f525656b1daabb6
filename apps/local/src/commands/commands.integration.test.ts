import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createStore, type Store } from "@deploy-lens/store/store";
import { connect } from "@deploy-lens/store/table/sdk";
import { expectSettled, storedDeployments, storedRollups } from "@deploy-lens/store/testing/expected";
import { withoutShares } from "@deploy-lens/store/testing/faults";
import { deriveBy, eventFacts, wholeDeployment, withoutModels } from "@deploy-lens/store/testing/feed";
import { intercept } from "@deploy-lens/store/testing/requests";
import { expect, onTestFinished, test } from "vitest";
import { startEmbeddedDynamoDb } from "../embedded-dynamodb.ts";
import { LOCAL_CREDENTIALS, TABLE_NAME } from "../stack.ts";

const TIMEOUT = { timeout: 180_000 };
const MORNING = Date.UTC(2026, 9, 5, 8);
const DAY_MS = 86_400_000;
const SERVICES = ["a", "b"].map((serviceId) => ({ projectId: "demo", serviceId }));
const facts = eventFacts(...[0, 1, 30].flatMap((day) => wholeDeployment(MORNING + day * DAY_MS)));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(command: string, options: readonly string[], input = ""): Promise<Ended> {
  const script = join(import.meta.dirname, `${command}.ts`);
  const child = spawn(process.execPath, [script, ...options], { env: { PATH: process.env.PATH } });
  child.stdin.end(input);
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ]);
  return { code, stdout, stderr };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "deploy-lens-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Works on the table of a data folder with exclusive access; `older` writes as a version without days of projects. */
async function inFolder(folder: string, work: (store: Store, older: Store) => Promise<void>): Promise<void> {
  const database = await startEmbeddedDynamoDb(folder, (error) => expect.fail(String(error)));
  const client = connect({ endpoint: database.endpoint, region: "local", credentials: LOCAL_CREDENTIALS });
  const olderClient = intercept(
    connect({ endpoint: database.endpoint, region: "local", credentials: LOCAL_CREDENTIALS }),
    withoutShares,
  );
  const storeOn = (one: typeof client) => createStore({ client: one, tableName: TABLE_NAME });
  await work(storeOn(client), storeOn(olderClient));
  client.destroy();
  olderClient.destroy();
  await database.close();
}

/** A data folder with the history of two services. */
async function filledFolder(): Promise<string> {
  const folder = newFolder();
  // Creates the table.
  expect((await run("verify", ["--data", folder])).code).toBe(0);
  const state = { name: "svc", status: "running", transitionAtMs: MORNING + 100_000 };
  await inFolder(folder, async (store) => {
    for (const service of SERVICES) await store.ingest({ ...service, facts, state });
  });
  return folder;
}

test("verify recomputes everything, and names each day that differs", TIMEOUT, async () => {
  const folder = await filledFolder();
  expect(await run("verify", ["--data", folder])).toMatchObject({
    code: 0,
    stdout: "2 services, 6 days recomputed, 0 rollups and 0 days of deployments differ\n",
  });
  await inFolder(folder, async (store) => {
    await store.rederive({ projectId: "demo", serviceId: "b", derive: withoutModels });
  });
  const { code, stdout } = await run("verify", ["--data", folder]);
  expect(code).toBe(1);
  expect(stdout.split("\n").filter((line) => line.startsWith("demo/b 2026-1"))).toHaveLength(3);
  expect(stdout).toContain(
    "demo/b 2026-10-05: the deployments differ from what the rules derive from their events",
  );
});

test("verify --repair counts a project's day anew that counts a deployment twice", TIMEOUT, async () => {
  const folder = await filledFolder();
  await inFolder(folder, async (store, older) => {
    const b = { projectId: "demo", serviceId: "b" };
    await store.foldProjectDays(b);
    await older.ingest({ ...b, facts: eventFacts(...wholeDeployment(MORNING + 3_600_000)) });
    await store.rederive(b);
  });
  const found = await run("verify", ["--data", folder]);
  expect(found.code).toBe(1);
  expect(found.stdout).toContain("demo 2026-10-05: the project's day is not the sum of its services' days");
  const repaired = await run("verify", ["--data", folder, "--repair"]);
  expect(repaired).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("demo 2026-10-05: counted anew"),
  });
  expect((await run("verify", ["--data", folder])).code).toBe(0);
});

test("an export, imported elsewhere, is the same history; again, it writes nothing", TIMEOUT, async () => {
  const folder = await filledFolder();
  const exported = await run("export", ["--data", folder]);
  expect(exported.code).toBe(0);
  const rows = exported.stdout.trimEnd().split("\n");
  // A header; for each of two services its state, three days of facts and three deployments.
  expect(rows).toHaveLength(1 + 2 * (1 + 3 + 3));

  const elsewhere = newFolder();
  // Two invalid rows do not affect the others.
  const input = ["{not json", ...rows, '{"row":"facts","projectId":"demo"}'].join("\n");
  const imported = await run("import", ["--data", elsewhere], input);
  expect(imported.code).toBe(1);
  expect(imported.stderr.split("\n").map((line) => line.split(":")[0])).toEqual(["line 1", "line 17", ""]);
  await inFolder(elsewhere, async (store) => {
    for (const service of SERVICES) {
      const kept = await store.readFacts({
        ...service,
        fromMs: MORNING - DAY_MS,
        toMs: MORNING + 99 * DAY_MS,
      });
      expect(kept.events).toEqual(facts.events);
      await expectSettled(store, service, [kept], deriveBy(service.serviceId));
      expect((await storedDeployments(store, service)).length).toBe(3);
      expect((await storedRollups(store, service)).length).toBe(3);
      expect((await store.readHead(service)).state).toMatchObject({ status: "running" });
    }
  });
  expect((await run("export", ["--data", elsewhere])).stdout).toBe(exported.stdout);
  const again = await run("import", ["--data", elsewhere, "--json"], exported.stdout);
  expect(JSON.parse(again.stdout)).toMatchObject({
    rows: rows.length,
    writes: 0,
    deployments: 0,
    failures: [],
  });
});

test.each(["verify", "export", "import"])(
  "%s explains itself, and what is wrong with its options",
  TIMEOUT,
  async (command) => {
    const help = await run(command, ["--help"]);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toContain(`npm run ${command === "export" ? "--silent export" : command}`);
    expect(await run(command, ["--nonsense"])).toMatchObject({ code: 2, stdout: "" });
  },
);
