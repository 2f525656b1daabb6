import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import type { TableCalls } from "./client.ts";

/** DynamoDB's endpoint and time limits. */
export interface ConnectOptions {
  /** Default: from the environment (`AWS_REGION`). */
  readonly region?: string;
  /** For an emulator, such as `http://127.0.0.1:8000`. Default: the region's own. */
  readonly endpoint?: string;
  /** For an emulator, which accepts any. Default: the SDK's chain (the function's role). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Attempts per request, including the first. Default 5, with the SDK's jittered backoff. */
  readonly maxAttempts?: number;
  /** Time limit of one attempt, ms. Default 5000. */
  readonly requestTimeoutMs?: number;
  /** Time limit of connecting, ms. Default 2000. */
  readonly connectionTimeoutMs?: number;
}

/**
 * Creates the client for {@link createStore}. An attempt that times out is repeated; whether the first one
 * arrived makes no difference to the outcome (`docs/table-design.md`, "Exactly once").
 *
 * @example
 * const client = connect({ region: "cn-north-4" });
 */
export function connect(options: ConnectOptions = {}): DynamoDBClient {
  const {
    region,
    endpoint,
    credentials,
    maxAttempts = 5,
    requestTimeoutMs = 5_000,
    connectionTimeoutMs = 2_000,
  } = options;
  return new DynamoDBClient({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts,
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
  });
}

/** Sends the requests with the AWS SDK, which also retries them. */
export function sdkCalls(client: DynamoDBClient): TableCalls {
  return {
    getItem: (input) => client.send(new GetItemCommand(input)),
    query: (input) => client.send(new QueryCommand(input)),
    batchGetItem: (input) => client.send(new BatchGetItemCommand(input)),
    putItem: (input) => unlessRefused(client.send(new PutItemCommand(input))),
    deleteItem: (input) => unlessRefused(client.send(new DeleteItemCommand(input))),
  };
}

/** False if a write's condition failed. */
async function unlessRefused(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
