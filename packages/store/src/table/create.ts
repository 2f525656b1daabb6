import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { TABLE } from "./schema.ts";

/**
 * Creates the table where no CDK does it: in the local stack and in tests. An existing table is left unchanged.
 *
 * @example
 * await createTable(client, "deploy-lens"); // { created: true, timeToLive: true }
 */
export async function createTable(
  client: DynamoDBClient,
  tableName: string,
): Promise<{ readonly created: boolean; readonly timeToLive: boolean }> {
  const created = await createUnlessExists(client, tableName);
  await waitUntilTableExists(
    { client, maxWaitTime: 60, minDelay: 0.02, maxDelay: 1 },
    { TableName: tableName },
  );
  return { created, timeToLive: created && (await enableTimeToLive(client, tableName)) };
}

async function createUnlessExists(client: DynamoDBClient, tableName: string): Promise<boolean> {
  try {
    await client.send(new CreateTableCommand(tableDefinition(tableName)));
    return true;
  } catch (error) {
    if (error instanceof ResourceInUseException) return false;
    throw error;
  }
}

function tableDefinition(tableName: string): CreateTableCommandInput {
  const indexes = Object.values(TABLE.indexes);
  const keys = [TABLE, ...indexes].flatMap((index) => [index.partitionKey, index.sortKey]);
  return {
    TableName: tableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [...new Set(keys)].map((name) => ({ AttributeName: name, AttributeType: "S" })),
    KeySchema: keySchema(TABLE),
    GlobalSecondaryIndexes: indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: [...index.projected] },
    })),
  };
}

function keySchema(index: { readonly partitionKey: string; readonly sortKey: string }) {
  return [
    { AttributeName: index.partitionKey, KeyType: "HASH" as const },
    { AttributeName: index.sortKey, KeyType: "RANGE" as const },
  ];
}

/** Embedded engines may not support this; nothing relies on it, because expired items are only a cost. */
async function enableTimeToLive(client: DynamoDBClient, tableName: string): Promise<boolean> {
  try {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: tableName,
        TimeToLiveSpecification: { AttributeName: TABLE.timeToLive, Enabled: true },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "UnknownOperationException") return false;
    throw error;
  }
}
