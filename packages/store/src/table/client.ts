import type {
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  DeleteItemCommandInput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  QueryCommandInput,
  QueryCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Item } from "./attributes.ts";
import { ThrottledError } from "./errors.ts";
import type { ItemKey } from "./keys.ts";
import { backoff, type RetryPolicy } from "./retry.ts";
import { TABLE } from "./schema.ts";

/** The operations of DynamoDB that reading uses, with its own names; the implementation decides on retries. */
export interface ReadCalls {
  readonly getItem: (input: GetItemCommandInput) => Promise<Pick<GetItemCommandOutput, "Item">>;
  readonly query: (
    input: QueryCommandInput,
  ) => Promise<Pick<QueryCommandOutput, "Items" | "LastEvaluatedKey">>;
  readonly batchGetItem: (
    input: BatchGetItemCommandInput,
  ) => Promise<Pick<BatchGetItemCommandOutput, "Responses" | "UnprocessedKeys">>;
}

/** All operations of DynamoDB that the store uses. */
export interface TableCalls extends ReadCalls {
  /** `false` if the condition failed. */
  readonly putItem: (input: PutItemCommandInput) => Promise<boolean>;
  /** `false` if the condition failed. */
  readonly deleteItem: (input: DeleteItemCommandInput) => Promise<boolean>;
}

/** The requests that reading makes. */
export interface TableReader {
  /** Reads one item, strongly consistent. */
  readonly get: (key: ItemKey) => Promise<Item | null>;
  /** Reads items of one partition in the order of their sort keys, page by page. */
  readonly query: (query: RangeQuery) => AsyncGenerator<readonly Item[], void, undefined>;
  /** Reads any number of items by key, in any order, complete or with some attributes; missing ones are omitted. */
  readonly getAll: (
    keys: readonly ItemKey[],
    attributes?: readonly string[],
    options?: { readonly consistent: boolean },
  ) => Promise<Item[]>;
}

/** The requests that the store makes; nothing else in this package sends any. */
export interface TableClient extends TableReader {
  /**
   * Puts an item if the stored one has the previous revision (or does not exist, for revision 1). `false`: it does
   * not.
   */
  readonly put: (item: Item, revision: number) => Promise<boolean>;
  /** Puts an item unless one of a later revision is there. `false`: it is. */
  readonly putLatest: (item: Item, revision: number) => Promise<boolean>;
  /** Deletes an item if it still has this revision. */
  readonly remove: (key: ItemKey, revision: number) => Promise<void>;
}

/** A range of sort keys within a partition, both ends included. */
export interface RangeQuery {
  readonly index?: (typeof TABLE.indexes)[keyof typeof TABLE.indexes];
  readonly partition: string;
  readonly from: string;
  readonly to: string;
  readonly newestFirst?: boolean;
  /** Strongly consistent, at twice the cost. Not available for an index. */
  readonly consistent?: boolean;
  /** Size of the first page in items, doubled for each further page. Default: 1 MB per page. */
  readonly pageSize?: number | undefined;
  /** Only these attributes; by default all. Saves time, not read units. */
  readonly attributes?: readonly string[];
}

const BATCH_SIZE = 100;

/** Makes the requests of reading against one table. */
export function tableReader(calls: ReadCalls, tableName: string, retry: RetryPolicy): TableReader {
  async function get(key: ItemKey): Promise<Item | null> {
    const answer = await calls.getItem({
      TableName: tableName,
      Key: attributeKey(key),
      ConsistentRead: true,
    });
    return answer.Item ?? null;
  }

  async function* query(range: RangeQuery): AsyncGenerator<readonly Item[], void, undefined> {
    const { partitionKey, sortKey } = range.index ?? TABLE;
    const projection = projectionOf(range.attributes);
    let start: Item | undefined;
    let pageSize = range.pageSize;
    do {
      const page: Awaited<ReturnType<ReadCalls["query"]>> = await calls.query({
        TableName: tableName,
        IndexName: range.index?.name,
        KeyConditionExpression: "#p = :p AND #s BETWEEN :from AND :to",
        ...projection,
        ExpressionAttributeNames: {
          ...projection?.ExpressionAttributeNames,
          "#p": partitionKey,
          "#s": sortKey,
        },
        ExpressionAttributeValues: {
          ":p": { S: range.partition },
          ":from": { S: range.from },
          ":to": { S: range.to },
        },
        ScanIndexForward: range.newestFirst !== true,
        ConsistentRead: range.consistent === true,
        Limit: pageSize,
        ExclusiveStartKey: start,
      });
      yield page.Items ?? [];
      start = page.LastEvaluatedKey;
      if (pageSize !== undefined) pageSize *= 2;
    } while (start !== undefined);
  }

  async function getAll(
    keys: readonly ItemKey[],
    attributes?: readonly string[],
    { consistent } = { consistent: false },
  ): Promise<Item[]> {
    const items: Item[] = [];
    for (let i = 0; i < keys.length; i += BATCH_SIZE) {
      let left = keys.slice(i, i + BATCH_SIZE).map(attributeKey);
      for (let attempt = 0; left.length > 0; attempt++) {
        if (attempt === retry.maxAttempts) throw new ThrottledError(left.length, attempt);
        if (attempt > 0) await backoff(retry, attempt);
        const batch = await getBatch(left, attributes, consistent);
        items.push(...batch.items);
        left = batch.left;
      }
    }
    return items;
  }

  async function getBatch(
    keys: Item[],
    attributes: readonly string[] | undefined,
    consistent: boolean,
  ): Promise<{ items: Item[]; left: Item[] }> {
    const request = { Keys: keys, ConsistentRead: consistent, ...projectionOf(attributes) };
    const answer = await calls.batchGetItem({ RequestItems: { [tableName]: request } });
    return {
      items: answer.Responses?.[tableName] ?? [],
      left: answer.UnprocessedKeys?.[tableName]?.Keys ?? [],
    };
  }

  return { get, query, getAll };
}

/** Makes all requests against one table. */
export function tableClient(calls: TableCalls, tableName: string, retry: RetryPolicy): TableClient {
  async function put(item: Item, revision: number): Promise<boolean> {
    const condition =
      revision === 1
        ? {
            ConditionExpression: "attribute_not_exists(#pk)",
            ExpressionAttributeNames: { "#pk": TABLE.partitionKey },
          }
        : {
            ConditionExpression: "#revision = :before",
            ExpressionAttributeNames: { "#revision": "revision" },
            ExpressionAttributeValues: { ":before": { N: (revision - 1).toString() } },
          };
    return calls.putItem({ TableName: tableName, Item: item, ...condition });
  }

  async function putLatest(item: Item, revision: number): Promise<boolean> {
    return calls.putItem({
      TableName: tableName,
      Item: item,
      ConditionExpression: "attribute_not_exists(#revision) OR #revision <= :new",
      ExpressionAttributeNames: { "#revision": "revision" },
      ExpressionAttributeValues: { ":new": { N: revision.toString() } },
    });
  }

  async function remove(key: ItemKey, revision: number): Promise<void> {
    await calls.deleteItem({
      TableName: tableName,
      Key: attributeKey(key),
      ConditionExpression: "#revision = :known",
      ExpressionAttributeNames: { "#revision": "revision" },
      ExpressionAttributeValues: { ":known": { N: revision.toString() } },
    });
  }

  return { ...tableReader(calls, tableName, retry), put, putLatest, remove };
}

function projectionOf(attributes: readonly string[] | undefined) {
  if (attributes === undefined) return undefined;
  const names = attributes.map((name, i) => [`#a${i}`, name] as const);
  return {
    ProjectionExpression: names.map(([alias]) => alias).join(", "),
    ExpressionAttributeNames: Object.fromEntries(names),
  };
}

function attributeKey({ pk, sk }: ItemKey): Item {
  return { [TABLE.partitionKey]: { S: pk }, [TABLE.sortKey]: { S: sk } };
}
