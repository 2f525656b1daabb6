import { afterAll, beforeAll } from "vitest";
import { createStore, type Store } from "../store.ts";
import { createTable } from "../table/create.ts";
import type { ServiceRef } from "../table/keys.ts";
import type { StoreOptions } from "../writer.ts";
import { connectTo, type Engine, startDynalite } from "./engine.ts";
import { type Interceptor, intercept } from "./requests.ts";

type OpenOptions = Partial<Omit<StoreOptions, "client" | "tableName">>;

export interface TableOfTests {
  /** A store with a client of its own, whose requests pass through the interceptors. */
  open(interceptors?: Interceptor | readonly Interceptor[], options?: OpenOptions): Store;
  /** A service that no other test has used. */
  newService(): ServiceRef;
}

/** One engine with one table for all tests of a file. @param defaults of every store */
export function tableOfTests(tableName: string, defaults: OpenOptions = {}): TableOfTests {
  let engine: Engine;
  let projects = 0;
  beforeAll(async () => {
    engine = await startDynalite();
    const client = connectTo(engine);
    await createTable(client, tableName);
    client.destroy();
  });
  afterAll(() => engine.stop());
  return {
    open(interceptors = [], options = {}) {
      const client = connectTo(engine);
      for (const interceptor of [interceptors].flat()) intercept(client, interceptor);
      return createStore({ client, tableName, ...defaults, ...options });
    },
    newService: () => ({ projectId: `p${++projects}`, serviceId: "a-service" }),
  };
}
