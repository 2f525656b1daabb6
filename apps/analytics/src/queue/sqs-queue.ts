import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { forEachBounded } from "../bounded.ts";
import { MESSAGES_PER_BATCH } from "../constants.ts";
import { encodeMessage } from "./service-message.ts";
import type { ServiceQueue } from "./service-queue.ts";

/** SQS did not take some messages, though asked again. */
export class QueueRefusedError extends Error {
  override readonly name = "QueueRefusedError";
}

/** Batches under way at once: 10,000 messages take seconds, not a minute. */
const HANDS = 8;

/** How often a batch is sent, of which SQS takes only a part. */
const MAX_ATTEMPTS = 3;

/** The queue in the cloud. */
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
      await forEachBounded(batches, HANDS, sendBatch);
    },
  };
}
