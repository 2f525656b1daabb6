import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as fc from "fast-check";
import { afterAll, beforeAll, test } from "vitest";
import { createStore } from "./store.ts";
import { createTable } from "./table/create.ts";
import { connectTo, type Engine, startDynalite } from "./testing/engine.ts";
import { commands, type Model, System } from "./testing/model.ts";
import { type Interceptor, intercept } from "./testing/requests.ts";

/** `STORE_MODEL_RUNS=5000` for a long look. */
const RUNS = Number(process.env.STORE_MODEL_RUNS ?? 25);
const TABLE_NAME = "deploy-lens-model";
const retry = { maxAttempts: 50, baseDelayMs: 1, maxDelayMs: 4 };

let engine: Engine;

beforeAll(async () => {
  engine = await startDynalite();
  const client = connectTo(engine);
  await createTable(client, TABLE_NAME);
  client.destroy();
});

afterAll(() => engine.stop());

/** Pages of one item: what a query returns was not all there at one moment. */
const smallPages: Interceptor = ({ operation, input, send }) =>
  operation === "Query" && input.ConsistentRead === true ? send({ ...input, Limit: 1 }) : send();

test.each<[string, number, number, Interceptor[]]>([
  ["in days of one part", RUNS, 256 * 1024, []],
  ["in days of many parts", RUNS, 700, []],
  ["in days of many parts that are read one by one", Math.ceil(RUNS / 5), 900, [smallPages]],
])(
  "whatever happens, %s: each deployment counts once",
  async (_, numRuns, maxPartBytes, always) => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 20 }), async (steps) => {
        const clients: DynamoDBClient[] = [];
        const system = new System((interceptor) => {
          const client = connectTo(engine);
          clients.push(client);
          for (const one of [...always, ...(interceptor === undefined ? [] : [interceptor])])
            intercept(client, one);
          return createStore({ client, tableName: TABLE_NAME, maxPartBytes, retry });
        });
        const model: Model = { seen: [], pending: [], asleep: [] };
        try {
          await fc.asyncModelRun(() => ({ model, real: system }), steps);
          await system.settle(model);
        } finally {
          for (const client of clients) client.destroy();
        }
      }),
      // Made small for a while, a failure is told; without a limit it would be lost to the test's own.
      { numRuns, interruptAfterTimeLimit: 30_000 + RUNS * 2_500, markInterruptAsFailure: true },
    );
  },
  60_000 + RUNS * 5_000,
);
