import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { DEAD_LETTER_ATTRIBUTES, type DeadLetterReason } from "../constants.ts";

export interface DeadLetters {
  /** Once this resolves, the message may be deleted from its own queue. */
  send(record: SQSRecord, reason: DeadLetterReason, detail: string): Promise<void>;
}

const MAX_DETAIL_LENGTH = 1_000;

/**
 * The function sends messages to the dead-letter queue itself, with the reason in attributes: the source queue's own redrive
 * would move a poison message only after all attempts were wasted on it, and without a reason.
 */
export function createDeadLetters(client: SQSClient, queueUrl: string): DeadLetters {
  return {
    async send(record, reason, detail) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: record.body,
          MessageAttributes: {
            [DEAD_LETTER_ATTRIBUTES.reason]: text(reason),
            [DEAD_LETTER_ATTRIBUTES.detail]: text(printable(detail)),
            [DEAD_LETTER_ATTRIBUTES.messageId]: text(record.messageId),
            [DEAD_LETTER_ATTRIBUTES.receiveCount]: text(record.attributes.ApproximateReceiveCount),
          },
        }),
      );
    },
  };
}

function text(value: string) {
  return { DataType: "String", StringValue: value === "" ? "-" : value };
}

/** SQS rejects messages that contain control characters or lone surrogates. */
function printable(value: string): string {
  return value
    .slice(0, MAX_DETAIL_LENGTH)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cn}\p{Co}]/gu, " ");
}
