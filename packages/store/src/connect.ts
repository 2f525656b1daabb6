import { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** Where DynamoDB is, and how long to wait for it. */
export interface ConnectOptions {
  /** Default: what the environment says (`AWS_REGION`). */
  readonly region?: string;
  /** Of an emulator, for example `http://127.0.0.1:8000`. Default: the region's own. */
  readonly endpoint?: string;
  /** For an emulator, which takes any. Default: the SDK's chain (the function's role). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** How often one request is tried in all. Default 5, with the SDK's jittered backoff. */
  readonly maxAttempts?: number;
  /** How long one try may take, ms. Default 5000. */
  readonly requestTimeoutMs?: number;
  /** How long connecting may take, ms. Default 2000. */
  readonly connectionTimeoutMs?: number;
}

/**
 * Makes the client for {@link createStore}. A try that exceeds its time is given up and made again; whether the first one
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
