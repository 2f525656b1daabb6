import { connectTo, startDynalite } from "./testing/engine.ts";
import { answersContract } from "./testing/store-contract.ts";

// Slow tests and other engines are in store.integration.test.ts: mutants need quick tests.
answersContract("dynalite", async () => {
  const engine = await startDynalite();
  return { tableName: "deploy-lens-answers", connect: () => connectTo(engine), stop: engine.stop };
});
