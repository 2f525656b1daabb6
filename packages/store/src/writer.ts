import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { StoreContext } from "./day/context.ts";
import type { ServiceHead } from "./head/index.ts";
import { readHead } from "./head/store.ts";
import { type IngestInput, type IngestResult, ingest } from "./ingest/index.ts";
import { type RederiveInput, type RederiveProgress, rederive } from "./ingest/rederive.ts";
import { tableClient } from "./table/client.ts";
import type { ServiceRef } from "./table/keys.ts";
import { RETRY, type RetryPolicy } from "./table/retry.ts";
import { MAX_ITEM_BYTES } from "./table/schema.ts";
import { sdkCalls } from "./table/sdk.ts";

/** Options of the store; only the client and the table are required. */
export interface StoreOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** A day's item that would exceed this is continued in another one, bytes. Default 256 KB. */
  readonly maxPartBytes?: number;
  /** Retention of events, deployments and rollups in days after their own day; `null`, the default: forever. */
  readonly retentionDays?: number | null;
  /** Retries after conflicting writes: attempts, and the limits of a random wait that doubles, ms. */
  readonly retry?: Partial<RetryPolicy>;
}

/** Write access: everything that syncing a service needs, without the queries for answering requests. */
export interface StoreWriter {
  /** Reads a service's checkpoint and latest deployment, strongly consistent; revision 0 if it was never seen. */
  readonly readHead: (service: ServiceRef) => Promise<ServiceHead>;
  /** Stores observations of a service and everything derived from them. See {@link ingest}. */
  readonly ingest: (input: IngestInput) => Promise<IngestResult>;
  /** Derives a service's whole history again. See {@link rederive}. */
  readonly rederive: (input: RederiveInput) => Promise<RederiveProgress>;
}

/** Creates a writer on an existing table. */
export function createStoreWriter(options: StoreOptions): StoreWriter {
  return writerOn(contextOf(options));
}

/** Creates a writer in a context. */
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
