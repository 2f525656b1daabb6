import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { DEAD_LETTER_ATTRIBUTES } from "@deploy-lens/analytics/constants";

/** A message in the dead-letter queue. */
export interface DeadLetter {
  readonly id: string;
  readonly receipt: string;
  readonly sentAt: string;
  /** `null` if its function died before it could give a reason. */
  readonly reason: string | null;
  readonly detail: string | null;
  readonly body: string;
}

export interface DeadLetterQueue {
  readonly sqs: SQSClient;
  readonly url: string;
}

/** Long enough to go through the queue; remaining messages are returned at once afterwards. */
const HELD_S = 120;
/** SQS' maximum per call. */
const PAGE = 10;
/** SQS answers from only some of its servers; this many empty answers in a row mean that the queue is empty. */
const EMPTY_ANSWERS = 3;

/**
 * Visits all messages, one at a time; those that `each` leaves stay in the queue. All are read before the first is
 * handled, so that one that returns meanwhile is not visited twice.
 */
export async function forEachDeadLetter(
  queue: DeadLetterQueue,
  each: (letter: DeadLetter) => Promise<"taken" | "left">,
): Promise<void> {
  const left = await readAll(queue);
  try {
    for (const letter of left.values()) if ((await each(letter)) === "taken") left.delete(letter.id);
  } finally {
    await Promise.all([...left.values()].map((letter) => putBack(queue, letter)));
  }
}

async function readAll({ sqs, url }: DeadLetterQueue): Promise<Map<string, DeadLetter>> {
  const found = new Map<string, DeadLetter>();
  for (let empty = 0; empty < EMPTY_ANSWERS; ) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: PAGE,
        VisibilityTimeout: HELD_S,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["SentTimestamp"],
      }),
    );
    const letters = Messages.map(toDeadLetter).filter(({ id }) => !found.has(id));
    empty = letters.length === 0 ? empty + 1 : 0;
    for (const letter of letters) found.set(letter.id, letter);
  }
  return found;
}

async function putBack({ sqs, url }: DeadLetterQueue, { receipt }: DeadLetter): Promise<void> {
  await sqs.send(
    new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: receipt, VisibilityTimeout: 0 }),
  );
}

/**
 * Sends a message to its original queue, then deletes it: in this order it may be handled twice but is never lost.
 * SQS' own redrive needs a message's source, which messages sent here by our function lack.
 */
export async function redrive({ sqs, url }: DeadLetterQueue, letter: DeadLetter, to: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: to, MessageBody: letter.body }));
  await drop({ sqs, url }, letter);
}

export async function drop({ sqs, url }: DeadLetterQueue, { receipt }: DeadLetter): Promise<void> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receipt }));
}

function toDeadLetter({
  MessageId,
  ReceiptHandle,
  Body,
  Attributes,
  MessageAttributes,
}: Message): DeadLetter {
  const attribute = (name: string) => MessageAttributes?.[name]?.StringValue ?? null;
  return {
    id: MessageId ?? "",
    receipt: ReceiptHandle ?? "",
    sentAt: new Date(Number(Attributes?.SentTimestamp)).toISOString(),
    reason: attribute(DEAD_LETTER_ATTRIBUTES.reason),
    detail: attribute(DEAD_LETTER_ATTRIBUTES.detail),
    body: Body ?? "",
  };
}
