import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type IngestInput, type IngestResult, ingest } from "./ingest.ts";
import type { ServiceRef } from "./keys.ts";
import { type RederiveInput, type RederiveProgress, rederive } from "./rederive.ts";
import { RETRY, type RetryPolicy } from "./retry.ts";
import { sdkCalls } from "./sdk-calls.ts";
import type { ServiceHead } from "./service-head.ts";
import { readHead } from "./service-head-store.ts";
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

/** What writes: all that the sync of a service needs, without what answers questions. */
export interface StoreWriter {
  /** Reads a service's checkpoint and latest deployment; revision 0 when it was never seen. As of now. */
  readonly readHead: (service: ServiceRef) => Promise<ServiceHead>;
  /** Stores what was seen of a service and everything that follows from it. See {@link ingest}. */
  readonly ingest: (input: IngestInput) => Promise<IngestResult>;
  /** Derives a service's whole history again. See {@link rederive}. */
  readonly rederive: (input: RederiveInput) => Promise<RederiveProgress>;
}

/** Makes what writes, on a table that `createTable` or the infrastructure made. */
export function createStoreWriter(options: StoreOptions): StoreWriter {
  return writerOn(contextOf(options));
}

/** What writes, in a context. */
export function writerOn(context: StoreContext): StoreWriter {
  return {
    readHead: (service) => readHead(context.table, service),
    ingest: (input) => ingest(context, input),
    rederive: (input) => rederive(context, input),
  };
}

/** The options with their defaults. */
export function contextOf(options: StoreOptions): StoreContext {
  const retry = { ...RETRY, ...options.retry };
  return {
    table: tableClient(sdkCalls(options.client), options.tableName, retry),
    retry,
    maxPartBytes: options.maxPartBytes ?? 256 * 1024,
    maxItemBytes: MAX_ITEM_BYTES,
    retentionDays: options.retentionDays ?? null,
  };
}
