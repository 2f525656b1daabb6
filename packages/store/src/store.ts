import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { DeploymentDurations } from "@deploy-lens/core/durations";
import type { DayRollup } from "@deploy-lens/core/rollup";
import { advanceDiscovery, type Discovery, readDiscovery } from "./discovery.ts";
import { type IngestInput, type IngestResult, ingest } from "./ingest.ts";
import type { ServiceRef } from "./keys.ts";
import { RETRY, readerOn, type StoreReader } from "./reader.ts";
import { type RederiveInput, type RederiveProgress, rederive } from "./rederive.ts";
import type { RetryPolicy } from "./retry.ts";
import { type DurationsQuery, type RollupsQuery, readDurations, readRollups } from "./rollups.ts";
import { sdkCalls } from "./sdk-calls.ts";
import { readFacts } from "./service-days.ts";
import type { ServiceFacts } from "./service-facts.ts";
import type { Owed } from "./service-head.ts";
import { outdatedServices, owedServices, unsettledServices } from "./services.ts";
import type { StoreContext } from "./store-context.ts";
import { MAX_ITEM_BYTES } from "./table.ts";
import { tableClient } from "./table-client.ts";

/** What the store works with; everything but the client and the table has a default. */
export interface StoreOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** A day's item that would outgrow this is continued in another one, bytes. Default 256 KB. */
  readonly maxPartBytes?: number;
  /** How many days events, deployments and rollups are kept after their day; `null`, the default: for good. */
  readonly retentionDays?: number | null;
  /** How to try again what others' writes prevented: attempts, and the limits of a random wait that doubles, ms. */
  readonly retry?: Partial<RetryPolicy>;
}

/** The table as the rest of the product sees it. Every access is a read by key or a query of one partition, never a scan. */
export interface Store extends StoreReader {
  /** Stores what was seen of a service and everything that follows from it. See {@link ingest}. */
  readonly ingest: (input: IngestInput) => Promise<IngestResult>;
  /** Derives a service's whole history again. See {@link rederive}. */
  readonly rederive: (input: RederiveInput) => Promise<RederiveProgress>;

  /** The ids of a project's services with an open deployment or an owed sync: what is to be looked at unasked. */
  readonly unsettledServices: (projectId: string) => Promise<readonly string[]>;
  /** What is owed of a project's services, by service id: syncs that failed and are still to be made good. */
  readonly owedServices: (projectId: string) => Promise<ReadonlyMap<string, Owed>>;

  /** The ids of a project's services whose history was derived by an older version of the rules. */
  readonly outdatedServices: (projectId: string) => Promise<readonly string[]>;

  /** Reads how far a project's services were discovered. As of now. */
  readonly readDiscovery: (projectId: string) => Promise<Discovery>;
  /** Moves that forward, never back. */
  readonly advanceDiscovery: (projectId: string, seen: Discovery) => Promise<Discovery>;

  /** Reads all facts of a stretch of time at once, to derive from. Half-open, epoch ms. As of now. */
  readonly readFacts: (
    query: ServiceRef & { readonly fromMs: number; readonly toMs: number },
  ) => Promise<ServiceFacts>;

  /** Reads rollups, one for each service and day. */
  readonly readRollups: (query: RollupsQuery) => Promise<DayRollup[]>;
  /** Reads what each deployment contributes to statistics. */
  readonly readDurations: (query: DurationsQuery) => Promise<DeploymentDurations[]>;
}

/**
 * Makes the store on a table that `createTable` or the infrastructure made.
 *
 * @example
 * const store = createStore({ client: connect({ region: "cn-north-4" }), tableName: "deploy-lens-dev" });
 * await store.ingest({ projectId, serviceId, facts, state });
 */
export function createStore(options: StoreOptions): Store {
  const retry = { ...RETRY, ...options.retry };
  const context: StoreContext = {
    table: tableClient(sdkCalls(options.client), options.tableName, retry),
    retry,
    maxPartBytes: options.maxPartBytes ?? 256 * 1024,
    maxItemBytes: MAX_ITEM_BYTES,
    retentionDays: options.retentionDays ?? null,
  };
  return {
    ingest: (input) => ingest(context, input),
    rederive: (input) => rederive(context, input),
    ...readerOn(context),
    unsettledServices: (projectId) => unsettledServices(context, projectId),
    owedServices: (projectId) => owedServices(context, projectId),
    outdatedServices: (projectId) => outdatedServices(context, projectId),
    readDiscovery: (projectId) => readDiscovery(context, projectId),
    advanceDiscovery: (projectId, seen) => advanceDiscovery(context, projectId, seen),
    readFacts: (query) => readFacts(context.table, query),
    readRollups: (query) => readRollups(context, query),
    readDurations: (query) => readDurations(context, query),
  };
}
