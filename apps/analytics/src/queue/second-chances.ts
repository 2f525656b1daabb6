import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { DEAD_LETTER_ATTRIBUTES, type DeadLetterReason, MESSAGES_PER_BATCH } from "../constants.ts";

export interface SecondChanceQueues {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** Long enough to send ten messages. */
const VISIBILITY_SECONDS = 20;

/** Retrying these never succeeds: they wait for a person. */
const HOPELESS: ReadonlySet<string> = new Set<DeadLetterReason>(["unparseable", "unknown_project"]);

/**
 * Puts up to ten dead letters back into the queue, if their work may succeed now: attempts that were exhausted, and
 * messages whose function died. SQS' own redrive cannot do that: a letter that a function wrote has no source.
 *
 * A crash between sending and deleting repeats the work, which is harmless. The remaining letters become visible again at
 * once; otherwise people and alarms would miss them for a third of each minute.
 *
 * @returns the number of letters put back
 */
export async function giveSecondChances(
  client: SQSClient,
  { queueUrl, deadLetterQueueUrl }: SecondChanceQueues,
): Promise<number> {
  const { Messages: letters = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: deadLetterQueueUrl,
      MaxNumberOfMessages: MESSAGES_PER_BATCH,
      MessageAttributeNames: [DEAD_LETTER_ATTRIBUTES.reason],
      VisibilityTimeout: VISIBILITY_SECONDS,
    }),
  );
  const staying = new Set(letters);
  try {
    for (const letter of letters.filter((each) => !HOPELESS.has(reasonOf(each)))) {
      const letterInQueue = { QueueUrl: deadLetterQueueUrl, ReceiptHandle: letter.ReceiptHandle };
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: letter.Body }));
      await client.send(new DeleteMessageCommand(letterInQueue));
      staying.delete(letter);
    }
  } finally {
    await Promise.allSettled([...staying].map((letter) => show(client, deadLetterQueueUrl, letter)));
  }
  return letters.length - staying.size;
}

async function show(client: SQSClient, queueUrl: string, { ReceiptHandle }: Message): Promise<void> {
  await client.send(
    new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
  );
}

/** A letter that SQS itself moved has none: the function died before it could give a reason. */
function reasonOf({ MessageAttributes: attributes }: Message): string {
  return attributes?.[DEAD_LETTER_ATTRIBUTES.reason]?.StringValue ?? "";
}
