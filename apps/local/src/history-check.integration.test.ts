import { createStore } from "@deploy-lens/store/store";
import { createTable } from "@deploy-lens/store/table/create";
import { connectTo, startDynalite } from "@deploy-lens/store/testing/engine";
import { expect, onTestFinished, test } from "vitest";
import { historyCheck } from "./history-check.ts";

test("history is degraded while events of a service could not be read, and no longer", async () => {
  const engine = await startDynalite();
  onTestFinished(() => engine.stop());
  const client = connectTo(engine);
  onTestFinished(() => client.destroy());
  await createTable(client, "local");
  const store = createStore({ client, tableName: "local" });
  const service = { projectId: "demo", serviceId: "s" };
  expect(await historyCheck(store, ["demo", "other"])).toEqual({ name: "history", status: "ok" });
  const owed = { sinceMs: Date.now(), fromMs: null, cause: "upstream" as const, error: "503" };
  await store.ingest({ ...service, owed });
  expect(await historyCheck(store, ["demo", "other"])).toEqual({
    name: "history",
    status: "degraded",
    detail: "Events of 1 service could not be read yet: they are read again by themselves.",
  });
  await store.ingest({ ...service, owed: null });
  expect(await historyCheck(store, ["demo", "other"])).toMatchObject({ status: "ok" });
});
