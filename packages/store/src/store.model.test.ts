import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as fc from "fast-check";
import { afterAll, beforeAll, test } from "vitest";
import { createTable } from "./create-table.ts";
import { createStore } from "./store.ts";
import { connectTo, type Engine, startDynalite } from "./testing/engine.ts";
import { commands, type Model, System } from "./testing/model.ts";
import { intercept } from "./testing/requests.ts";

/** `STORE_MODEL_RUNS=5000` for a long look. */
const RUNS = Number(process.env.STORE_MODEL_RUNS ?? 60);
const TABLE_NAME = "deploy-lens-model";
const retry = { maxAttempts: 50, baseDelayMs: 1, maxDelayMs: 4 };

let engine: Engine;
const clients: DynamoDBClient[] = [];

beforeAll(async () => {
  engine = await startDynalite();
  const client = connectTo(engine);
  clients.push(client);
  await createTable(client, TABLE_NAME);
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await engine.stop();
});

test.each([
  ["in days of one part", 256 * 1024],
  ["in days of many parts", 700],
])(
  "whatever happens, %s: each deployment counts once",
  async (_, maxPartBytes) => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 20 }), async (steps) => {
        const system = new System((interceptor) => {
          const client = connectTo(engine);
          clients.push(client);
          if (interceptor !== undefined) intercept(client, interceptor);
          return createStore({ client, tableName: TABLE_NAME, maxPartBytes, retry });
        });
        const model: Model = { seen: [], pending: [], asleep: [] };
        await fc.asyncModelRun(() => ({ model, real: system }), steps);
        await system.settle(model);
      }),
      { numRuns: RUNS, endOnFailure: false },
    );
  },
  RUNS * 5_000,
);
