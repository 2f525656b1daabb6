import { createStore } from "../store.ts";
import { createTable } from "../table/create.ts";
import { connectTo, startDynalite } from "./engine.ts";
import { eventFacts, wholeDeployment } from "./feed.ts";

// Run as a separate process, to be killed: `node ingest-forever.ts FOLDER`. The engine and the store share the
// process, as in the local stack. It ingests the same deployments repeatedly, in a rising number, and reports its
// progress.

const FIRST = Date.UTC(2026, 9, 5, 20);
const STEP = 240_000;

/** The input: a deployment every four minutes, in three overlapping reads. */
export function inputsOf(count: number) {
  return Array.from({ length: count }, (_, i) => {
    const events = wholeDeployment(FIRST + i * STEP, `resnet 1.0.${i % 3}`, [
      4_000 + i,
      20_000,
      6,
      50_000 + i * 7,
      9_000,
    ]);
    return [events.slice(0, 4), events.slice(2, 8), events].map((read) => eventFacts(...read));
  });
}

/** The service that it ingests. */
export const KILLED_SERVICE = { projectId: "killed", serviceId: "a-service" };

/** Its table. */
export const KILLED_TABLE = "deploy-lens-killed";

if (process.argv[1] === import.meta.filename) {
  const engine = await startDynalite(process.argv[2]);
  const client = connectTo(engine);
  await createTable(client, KILLED_TABLE);
  const store = createStore({ client, tableName: KILLED_TABLE, maxPartBytes: 2_000 });
  for (const [i, reads] of inputsOf(10_000).entries()) {
    for (const facts of reads) await store.ingest({ ...KILLED_SERVICE, facts });
    if (i % 2 === 1) await store.foldProjectDays(KILLED_SERVICE);
    process.stdout.write(`${i + 1}\n`);
  }
}
