import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { startFakeAws } from "../testing/fake-aws.ts";
import { sqsRecord } from "../testing/sqs-event.ts";
import { createDeadLetters } from "./dead-letters.ts";
import { giveSecondChances } from "./second-chances.ts";

const QUEUE = "http://queues.test/services";
const DEAD = "http://queues.test/dead";

test("what may succeed by now goes back to the queue, what never will waits for a person", async () => {
  const aws = await startFakeAws();
  const client = new SQSClient({
    endpoint: aws.endpoint,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  const deadLetters = createDeadLetters(client, DEAD);
  await deadLetters.send(sqsRecord("1", "poison"), "unparseable", "no JSON");
  await deadLetters.send(sqsRecord("2", "of another project"), "unknown_project", "p2");
  await deadLetters.send(sqsRecord("3", "failed five times"), "attempts_exhausted", "the table was away");
  // SQS' own redrive says no reason.
  aws.messages.push({ id: "4", queueUrl: DEAD, body: "its function died", attributes: {} });

  const chances = () => giveSecondChances(client, { queueUrl: QUEUE, deadLetterQueueUrl: DEAD });
  expect(await chances()).toBe(2);
  const bodiesIn = (url: string) =>
    aws.messages.filter(({ queueUrl }) => queueUrl === url).map(({ body }) => body);
  expect(bodiesIn(QUEUE)).toEqual(["failed five times", "its function died"]);
  expect(bodiesIn(DEAD)).toEqual(["poison", "of another project"]);
  expect(await chances()).toBe(0);
  // Other readers see them meanwhile.
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: DEAD, MaxNumberOfMessages: 10, VisibilityTimeout: 20 }),
  );
  expect(Messages.map(({ Body }) => Body)).toEqual(["poison", "of another project"]);

  // A letter that was not deleted because of a crash is sent once more, and lost never.
  await deadLetters.send(sqsRecord("5", "once more"), "attempts_exhausted", "again");
  aws.next("DeleteMessage", { kind: "error", status: 500, code: "InternalFailure" });
  await expect(chances()).rejects.toThrow();
  expect(await chances()).toBe(1);
  expect(bodiesIn(QUEUE).filter((body) => body === "once more")).toHaveLength(2);
});
