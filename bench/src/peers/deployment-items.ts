import {
  CreateTableCommand,
  type DynamoDBClient,
  paginateQuery,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";

/** Deployments as items of their own, with counters of each day beside them: the design without rollups and revisions. */
export interface DeploymentItems {
  /** Puts a deployment unless it is there, and counts it, in one transaction; gives the write units. */
  readonly write: (deployment: Deployment) => Promise<number>;
  /** Reads all of them, as percentiles would have to. */
  readonly readAll: () => Promise<{ readonly pages: number; readonly units: number; readonly bytes: number }>;
}

const TableName = "deployment-items";
const SERVICE = { S: "project#demo#service#bench" };
const DAY_MS = 86_400_000;

/** Makes the table on an engine that knows transactions. */
export async function createDeploymentItems(client: DynamoDBClient): Promise<DeploymentItems> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  return {
    write: async (deployment) => {
      const { ConsumedCapacity = [] } = await client.send(transactionOf(deployment));
      return unitsOf(ConsumedCapacity);
    },
    readAll: async () => {
      let [pages, units, bytes] = [0, 0, 0];
      const query = {
        TableName,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :kind)",
        ExpressionAttributeValues: { ":pk": SERVICE, ":kind": { S: "deployment#" } },
        ReturnConsumedCapacity: "TOTAL",
      } as const;
      for await (const { ConsumedCapacity, Items = [] } of paginateQuery({ client }, query)) {
        pages++;
        units += unitsOf([ConsumedCapacity ?? {}]);
        bytes += Items.reduce((sum, { deployment }) => sum + (deployment?.S?.length ?? 0), 0);
      }
      return { pages, units, bytes };
    },
  };
}

function transactionOf(deployment: Deployment): TransactWriteItemsCommand {
  const day = new Date(Math.floor(deployment.startedAtMs / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
  return new TransactWriteItemsCommand({
    ReturnConsumedCapacity: "TOTAL",
    TransactItems: [
      {
        Put: {
          TableName,
          Item: {
            pk: SERVICE,
            sk: { S: `deployment#${deployment.id}` },
            deployment: { S: JSON.stringify(deployment) },
          },
          ConditionExpression: "attribute_not_exists(sk)",
        },
      },
      {
        Update: {
          TableName,
          Key: { pk: SERVICE, sk: { S: `day#${day}` } },
          UpdateExpression: "ADD deployments :one, totalMs :ms",
          ExpressionAttributeValues: { ":one": { N: "1" }, ":ms": { N: String(deployment.totalMs ?? 0) } },
        },
      },
    ],
  });
}

function unitsOf(consumed: readonly { readonly CapacityUnits?: number | undefined }[]): number {
  return consumed.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}
