import { connectTo, startDynalite } from "./testing/engine.ts";
import { answersContract } from "./testing/store-contract.ts";

// A file of its own, since it takes a second: what takes long, and other engines, are in store.integration.test.ts.
answersContract("dynalite", async () => {
  const engine = await startDynalite();
  return { tableName: "deploy-lens-answers", connect: () => connectTo(engine), stop: engine.stop };
});
