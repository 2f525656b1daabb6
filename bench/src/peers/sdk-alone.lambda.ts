import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

/** The floor of the derive function: the clients and commands that it uses, made and nothing more. */
export const clients = [new DynamoDBClient(), new SQSClient(), new SecretsManagerClient()];

export const commands = [
  BatchGetItemCommand,
  GetItemCommand,
  GetSecretValueCommand,
  PutItemCommand,
  QueryCommand,
  SendMessageCommand,
];
