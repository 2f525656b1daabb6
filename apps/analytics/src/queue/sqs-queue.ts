import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { forEachBounded } from "../bounded.ts";
import { MESSAGES_PER_BATCH } from "../constants.ts";
import { encodeMessage } from "./service-message.ts";
import type { ServiceQueue } from "./service-queue.ts";

/** SQS rejected some messages even after retries. */
export class QueueRefusedError extends Error {
  override readonly name = "QueueRefusedError";
}

/** Batches sent at once, so that 10,000 messages take seconds rather than a minute. */
const CONCURRENCY = 8;

/** Attempts for a batch that SQS accepts only partly. */
const MAX_ATTEMPTS = 3;

export function createSqsQueue(client: SQSClient, queueUrl: string): ServiceQueue {
  async function sendBatch(entries: readonly SendMessageBatchRequestEntry[]): Promise<void> {
    let left = entries;
    let codes: (string | undefined)[] = [];
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [...left] });
      const { Failed: failed = [] } = await client.send(command);
      if (failed.length === 0) return;
      const ids = new Set(failed.map(({ Id }) => Id));
      left = left.filter(({ Id }) => ids.has(Id));
      codes = failed.map(({ Code }) => Code);
    }
    throw new QueueRefusedError(`SQS refused ${left.length} messages: ${[...new Set(codes)].join(", ")}`);
  }

  return {
    async send(messages) {
      const batches: SendMessageBatchRequestEntry[][] = [];
      for (let i = 0; i < messages.length; i += MESSAGES_PER_BATCH) {
        const batch = messages.slice(i, i + MESSAGES_PER_BATCH);
        batches.push(
          batch.map((message, at) => ({ Id: at.toString(), MessageBody: encodeMessage(message) })),
        );
      }
      await forEachBounded(batches, CONCURRENCY, sendBatch);
    },
  };
}
