import { once } from "node:events";
import { NO_FACTS, type ServiceFacts } from "@deploy-lens/store/day/facts";
import type { ServiceState } from "@deploy-lens/store/head";
import { createStore, type Store } from "@deploy-lens/store/store";
import { createTable } from "@deploy-lens/store/table/create";
import { connect } from "@deploy-lens/store/table/sdk";
import dynalite from "dynalite";

export interface TestTable {
  readonly endpoint: string;
  readonly tableName: string;
  readonly store: Store;
  /** Stores observations of a service as the pipeline does. */
  keep(
    service: { projectId: string; serviceId: string },
    seen: Partial<ServiceFacts>,
    state?: ServiceState,
  ): Promise<void>;
  close(): Promise<void>;
}

const CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };
const TABLE_NAME = "deploy-lens-test";

export async function startTable(): Promise<TestTable> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("dynalite listens on no port");
  const endpoint = `http://127.0.0.1:${address.port}`;
  const client = connect({
    endpoint,
    region: "us-east-1",
    credentials: CREDENTIALS,
    maxAttempts: 1,
    requestTimeoutMs: 3_000,
  });
  await createTable(client, TABLE_NAME);
  const store = createStore({ client, tableName: TABLE_NAME });
  return {
    endpoint,
    tableName: TABLE_NAME,
    store,
    async keep(service, seen, state) {
      await store.ingest({
        ...service,
        facts: { ...NO_FACTS, ...seen },
        ...(state === undefined ? {} : { state }),
      });
    },
    close: () =>
      new Promise((resolve) => {
        client.destroy();
        server.close(() => resolve());
      }),
  };
}
