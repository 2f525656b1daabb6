import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { connectTo, dynoxideBinary, type Engine, startDynalite, startDynoxide } from "./testing/engine.ts";
import { type ContractEngine, enduranceContract, storeContract } from "./testing/store-contract.ts";

const TABLE_NAME = "deploy-lens-contract";

// The rest of dynalite's contract is in answers.integration.test.ts: it is the same engine there, in memory.
enduranceContract("dynalite, on disk", async () => {
  const folder = mkdtempSync(join(tmpdir(), "deploy-lens-"));
  const engine = await startDynalite(join(folder, "db"));
  return on({
    ...engine,
    stop: async () => {
      await engine.stop();
      rmSync(folder, { recursive: true });
    },
  });
});

// Its binary exists for Linux on x64 alone: there, these tests must not vanish from the count.
const dynoxide = dynoxideBinary();
const isExpected = process.platform === "linux" && process.arch === "x64";
test("Dynoxide's binary is installed where there is one", () => {
  expect(
    dynoxide !== null,
    "npm install left out @dynoxide/linux-x64: the store's contract does not run on it",
  ).toBe(isExpected);
});
describe.skipIf(dynoxide === null)("its tests are skipped elsewhere, and counted as skipped", () => {
  storeContract("Dynoxide", async () => on(await startDynoxide(dynoxide ?? "")));
});

// Any other engine, or a real account: DYNAMODB_ENDPOINT names it, DYNAMODB_TABLE the table.
const endpoint = process.env.DYNAMODB_ENDPOINT;
if (endpoint !== undefined) {
  const tableName = process.env.DYNAMODB_TABLE ?? TABLE_NAME;
  storeContract(endpoint, async () => ({ ...on({ endpoint, stop: async () => undefined }), tableName }));
}

function on(engine: Engine): ContractEngine {
  return { tableName: TABLE_NAME, connect: () => connectTo(engine), stop: engine.stop };
}
