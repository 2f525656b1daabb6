import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { DEAD_LETTER_ATTRIBUTES, type DeadLetterReason } from "../constants.ts";

/** Where messages go that cannot be dealt with. */
export interface DeadLetters {
  /** Sends a message there with the reason; once it resolves, the message may be forgotten. */
  bury(record: SQSRecord, reason: DeadLetterReason, detail: string): Promise<void>;
}

const MAX_DETAIL_LENGTH = 1_000;

/**
 * The dead-letter queue. The queue's own redrive would take poison only after every attempt was wasted on it, and would say
 * nothing of why; so the function sends it there itself, body and all, with the reason in attributes.
 */
export function createDeadLetters(client: SQSClient, queueUrl: string): DeadLetters {
  return {
    async bury(record, reason, detail) {
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

/** SQS refuses a message with a control character anywhere in it, or half a surrogate pair. */
function printable(value: string): string {
  return value
    .slice(0, MAX_DETAIL_LENGTH)
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cn}\p{Co}]/gu, " ");
}
