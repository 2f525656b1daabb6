import { TABLE } from "@deploy-lens/store/table";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Grant } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { IQueue } from "aws-cdk-lib/aws-sqs";

/** Something that a function uses: what its environment variable says, and what its role must be allowed. */
export interface Binding {
  readonly value: string;
  readonly grant: (user: IFunction) => void;
}

/** Reads items and indexes of the table. */
export function readsTable(table: TableV2): Binding {
  return tableBinding(table, []);
}

/** Reads items and indexes of the table, and puts items. */
export function writesTable(table: TableV2): Binding {
  return tableBinding(table, ["dynamodb:PutItem"]);
}

/** Indexes are named one by one: CDK's own grants allow `index/*`, and actions that nobody calls. */
function tableBinding({ tableName, tableArn }: TableV2, more: readonly string[]): Binding {
  const indexArns = Object.values(TABLE.indexes).map(({ name }) => `${tableArn}/index/${name}`);
  return {
    value: tableName,
    grant: (user) => {
      allow(user, ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", ...more], [tableArn]);
      allow(user, ["dynamodb:Query"], indexArns);
    },
  };
}

/** Sends messages to the queue. */
export function sendsTo(queue: IQueue): Binding {
  return { value: queue.queueUrl, grant: (user) => allow(user, ["sqs:SendMessage"], [queue.queueArn]) };
}

/** Takes messages out of the queue. */
export function takesFrom(queue: IQueue): Binding {
  return {
    value: queue.queueUrl,
    grant: (user) => allow(user, ["sqs:ReceiveMessage", "sqs:DeleteMessage"], [queue.queueArn]),
  };
}

/** Reads the secret's value. */
export function readsSecret(secretArn: string): Binding {
  return {
    value: secretArn,
    grant: (user) => allow(user, ["secretsmanager:GetSecretValue"], [secretArn]),
  };
}

function allow(user: IFunction, actions: string[], resourceArns: string[]): void {
  Grant.addToPrincipal({ grantee: user, actions, resourceArns }).assertSuccess();
}
