import type { Item } from "./attributes.ts";
import type { ReadCalls } from "./client.ts";
import { RefusedCallError } from "./errors.ts";
import { backoff, type RetryPolicy } from "./retry.ts";

/**
 * Sends one signed POST to DynamoDB and returns the answer's text. Rejects if no answer arrives in time.
 *
 * `target` and `contentType` are the headers that DynamoDB's protocol asks for.
 */
export type Post = (request: {
  readonly target: string;
  readonly contentType: string;
  readonly body: string;
}) => Promise<{ readonly status: number; readonly text: string }>;

/**
 * Implements the reading part of DynamoDB's JSON protocol without the AWS SDK, so that a function that only reads starts in a
 * fraction of the time. Retries what the SDK would: missing answers, throttling and service errors.
 *
 * Source: Amazon DynamoDB developer guide, "DynamoDB low-level API", "Error handling with DynamoDB".
 *
 * @throws RefusedCallError naming the exception, and whatever `post` threw last.
 */
export function jsonCalls(post: Post, retry: RetryPolicy): ReadCalls {
  const call = async (operation: string, input: unknown): Promise<Answer> => {
    const body = JSON.stringify(input);
    for (let attempt = 1; ; attempt++) {
      try {
        return await callOnce(post, operation, body);
      } catch (error) {
        if (attempt >= retry.maxAttempts || !isWorthAnother(error)) throw error;
        await backoff(retry, attempt);
      }
    }
  };
  return {
    getItem: async (input) => ({ Item: withBytes((await call("GetItem", input)).Item) }),
    query: async (input) => {
      const { Items = [], LastEvaluatedKey } = await call("Query", input);
      return { Items: Items.map(bytesRead), LastEvaluatedKey };
    },
    batchGetItem: async (input) => {
      const { Responses = {}, UnprocessedKeys } = await call("BatchGetItem", input);
      const tables = Object.entries(Responses).map(([table, items]) => [table, items.map(bytesRead)]);
      return { Responses: Object.fromEntries(tables), UnprocessedKeys };
    },
  };
}

async function callOnce(post: Post, operation: string, body: string): Promise<Answer> {
  const { status, text } = await post({
    target: `DynamoDB_20120810.${operation}`,
    contentType: "application/x-amz-json-1.0",
    body,
  });
  if (status === 200) return answerOf(text);
  const [, exception = "no reason given"] = /"__type"\s*:\s*"(?:[^"#]*#)?(\w{1,80})"/.exec(text) ?? [];
  throw new RefusedCallError({ operation, status, exception });
}

/** Throttling has status 400, like client errors. */
const THROTTLES = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
  "LimitExceededException",
]);

/** Anything that is not an answer from DynamoDB broke in transit. */
function isWorthAnother(error: unknown): boolean {
  return !(error instanceof RefusedCallError) || error.status >= 500 || THROTTLES.has(error.exception);
}

/** DynamoDB's answers to reading requests; bytes are in base64. */
interface Answer {
  readonly Item?: Item;
  readonly Items?: readonly Item[];
  readonly LastEvaluatedKey?: Item;
  readonly Responses?: Readonly<Record<string, readonly Item[]>>;
  readonly UnprocessedKeys?: Record<string, { Keys: Item[] }>;
}

/** Guarantee: the answer is that of an operation above, by DynamoDB's own protocol. */
function answerOf(text: string): Answer {
  return JSON.parse(text) as Answer;
}

function withBytes(item: Item | undefined): Item | undefined {
  return item === undefined ? undefined : bytesRead(item);
}

/** The store only writes strings, numbers and bytes. */
function bytesRead(item: Item): Item {
  for (const [name, { B: base64 }] of Object.entries(item)) {
    if (base64 !== undefined) item[name] = { B: new Uint8Array(Buffer.from(String(base64), "base64")) };
  }
  return item;
}
