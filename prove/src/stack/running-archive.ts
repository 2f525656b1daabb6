import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { createStore, type Store } from "@deploy-lens/store/store";
import { createTable } from "@deploy-lens/store/table/create";
import { connectTo, startDynalite } from "@deploy-lens/store/testing/engine";
import { type Interceptor, intercept } from "@deploy-lens/store/testing/requests";

const TABLE_NAME = "prove";

/** A table on this machine, and a store on it. */
export interface RunningArchive {
  readonly store: Store;
  /** Keeps events of a service, and all that follows from them. */
  keep(projectId: string, serviceId: string, events: readonly ServiceEvent[]): Promise<void>;
  close(): Promise<void>;
}

/** Starts it, with something that sees every request to the table. */
export async function startArchive(
  onRequest: (input: unknown) => void = () => undefined,
): Promise<RunningArchive> {
  const engine = await startDynalite();
  const observe: Interceptor = (request) => {
    onRequest(request.input);
    return request.send();
  };
  const client = intercept(connectTo(engine), observe);
  await createTable(client, TABLE_NAME);
  const store = createStore({ client, tableName: TABLE_NAME });
  return {
    store,
    async keep(projectId, serviceId, events) {
      const facts = { events, statuses: [], updates: [] };
      await store.ingest({ projectId, serviceId, facts });
    },
    async close() {
      client.destroy();
      await engine.stop();
    },
  };
}
