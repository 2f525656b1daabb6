import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "@deploy-lens/core/testing/random";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createStore } from "./store.ts";
import { connectTo, startDynalite } from "./testing/engine.ts";
import { expectExactRollups, expectFindings, expectProjectDays, expectSettled } from "./testing/expected.ts";
import { deriveBy } from "./testing/feed.ts";
import { inputsOf, KILLED_SERVICE, KILLED_TABLE } from "./testing/ingest-forever.ts";

/** `STORE_KILLS=200` for a long look. */
const KILLS = Number(process.env.STORE_KILLS ?? 6);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "deploy-lens-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test(
  `${KILLS} times killed while it ingests and folds, each deployment counts once and nothing that was acknowledged is lost`,
  async () => {
    const random = seededRandom(20_261_123);
    const derive = deriveBy(KILLED_SERVICE.serviceId);
    let acknowledged = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      acknowledged = Math.max(
        acknowledged,
        await runAndKill(acknowledged + 1 + Math.floor(random() * 4), random),
      );
      const engine = await startDynalite(join(folder, "db"));
      const client = connectTo(engine);
      const store = createStore({ client, tableName: KILLED_TABLE });
      await expectExactRollups(store, KILLED_SERVICE);
      await expectProjectDays(store, KILLED_SERVICE.projectId);
      await store.foldProjectDays({ projectId: KILLED_SERVICE.projectId });
      await expectFindings(store, KILLED_SERVICE.projectId);
      const known = (await store.readRollups(KILLED_SERVICE)).flatMap(({ rollup }) => [
        ...rollup.counts.values(),
      ]);
      const counted = known
        .filter(({ scope }) => scope === "all")
        .reduce((sum, one) => sum + one.deployments, 0);
      expect(counted).toBeGreaterThanOrEqual(acknowledged);
      if (kill === KILLS - 1) {
        const inputs = inputsOf(counted + 1).flat();
        for (const facts of inputs) await store.ingest({ ...KILLED_SERVICE, facts });
        await expectSettled(store, KILLED_SERVICE, inputs, derive);
      }
      client.destroy();
      await engine.stop();
    }
    expect(acknowledged).toBeGreaterThanOrEqual(KILLS);
  },
  60_000 + KILLS * 20_000,
);

/** Starts the process over and kills it some time after it has acknowledged a number of deployments; gives the last one. */
async function runAndKill(atLeast: number, random: () => number): Promise<number> {
  const script = join(import.meta.dirname, "testing", "ingest-forever.ts");
  const child = spawn(process.execPath, [script, join(folder, "db")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let acknowledged = 0;
  let killed = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const last = text.trimEnd().split("\n").at(-1);
    acknowledged = Math.max(acknowledged, Number(last));
    if (acknowledged < atLeast || killed) return;
    killed = true;
    setTimeout(() => child.kill("SIGKILL"), Math.floor(random() * 30));
  });
  const [code, signal] = await once(child, "close");
  if (signal !== "SIGKILL") throw new Error(`the process ended by itself: ${code}`);
  return acknowledged;
}
