import { createHash } from "node:crypto";
import { TABLE } from "@deploy-lens/store/table/schema";
import { type CfnResource, Fn, Stack } from "aws-cdk-lib";
import { Grant } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { IQueue } from "aws-cdk-lib/aws-sqs";

/** A resource that a function uses: the value of its environment variable and the permissions. */
export interface Binding {
  readonly value: string;
  readonly grant: (user: IFunction) => void;
  /** The resource in another stack that provides `value`. */
  readonly producer?: CfnResource;
}

/** The table in use. */
export interface StoredTable {
  readonly tableName: string;
  readonly tableArn: string;
  /** The resource that defines it, if it is part of this app. */
  readonly producer?: CfnResource;
}

/** Reads items and indexes of the table. */
export function readsTable(table: StoredTable): Binding {
  return tableBinding(table, []);
}

/** Reads items and indexes of the table, and puts items. */
export function writesTable(table: StoredTable): Binding {
  return tableBinding(table, ["dynamodb:PutItem"]);
}

/** The same, and deletes the marks of day parts that are in their project's days. */
export function foldsTable(table: StoredTable): Binding {
  return tableBinding(table, ["dynamodb:PutItem", "dynamodb:DeleteItem"]);
}

/** Indexes are named one by one, because CDK's own grants allow `index/*` and unused actions. */
function tableBinding({ tableName, tableArn, producer }: StoredTable, more: readonly string[]): Binding {
  const indexArns = Object.values(TABLE.indexes).map(({ name }) => `${tableArn}/index/${name}`);
  return {
    value: tableName,
    ...(producer === undefined ? {} : { producer }),
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

/** Takes messages out of the queue, or shows them again. */
export function takesFrom(queue: IQueue): Binding {
  return {
    value: queue.queueUrl,
    grant: (user) =>
      allow(
        user,
        ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"],
        [queue.queueArn],
      ),
  };
}

/** Reads the secret's value. */
export function readsSecret(secret: CfnSecret): Binding {
  return {
    value: secret.attrId,
    producer: secret,
    grant: (user) => allow(user, ["secretsmanager:GetSecretValue"], [secret.attrId]),
  };
}

/** A template's reference to a secret's value. CloudFormation resolves it, so no template contains the value. */
export function secretValue(secret: CfnSecret): string {
  return Fn.join("", ["{{resolve:secretsmanager:", secret.attrId, ":SecretString}}"]);
}

/**
 * A hash of a resource's definition. A template that refers to another stack by `Fn::GetStackOutput` does not change
 * when that stack replaces the resource, and an unchanged stack is not updated: its functions would keep using the
 * old resource.
 */
export function definitionOf(producer: CfnResource): string {
  const definition = Stack.of(producer).resolve(producer._toCloudFormation());
  return createHash("sha256").update(JSON.stringify(definition)).digest("hex").slice(0, 12);
}

function allow(user: IFunction, actions: string[], resourceArns: string[]): void {
  Grant.addToPrincipal({ grantee: user, actions, resourceArns }).assertSuccess();
}
