import { SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { startFakeAws } from "../testing/fake-aws.ts";
import { parseMessage, type ServiceMessage } from "./service-message.ts";
import { createSqsQueue } from "./sqs-queue.ts";

const QUEUE_URL = "http://queues.test/services";

async function startQueue() {
  const aws = await startFakeAws();
  const client = new SQSClient({
    endpoint: aws.endpoint,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  const taken = () => aws.messages.map(({ body }) => parseMessage(body).serviceId).sort();
  return { aws, queue: createSqsQueue(client, QUEUE_URL), taken };
}

function messagesFor(count: number): ServiceMessage[] {
  return Array.from({ length: count }, (_, i) => ({
    projectId: "demo",
    serviceId: `s${i.toString().padStart(5, "0")}`,
    reason: "changed",
    state: { name: "名字 \u{1F680}", status: "running", transitionAtMs: i },
  }));
}

const ids = (messages: readonly ServiceMessage[]) => messages.map(({ serviceId }) => serviceId);

test("10,003 messages arrive, ten to a call, each once", async () => {
  const { aws, queue, taken } = await startQueue();
  const messages = messagesFor(10_003);
  await queue.send(messages);
  expect(taken()).toEqual(ids(messages));
  expect(aws.calls).toEqual({ SendMessageBatch: 1_001 });
  expect(parseMessage(aws.messages[0]?.body ?? "").state?.name).toBe("名字 🚀");
});

test("no message, no call", async () => {
  const { aws, queue } = await startQueue();
  await queue.send([]);
  expect(aws.calls).toEqual({});
});

test("what is refused within a batch is sent again, and only that", async () => {
  const { aws, queue, taken } = await startQueue();
  aws.next("SendMessageBatch", { kind: "refuse", places: [2, 5] }, { kind: "refuse", places: [1] });
  await queue.send(messagesFor(10));
  expect(taken()).toEqual(ids(messagesFor(10)));
  expect(aws.calls).toEqual({ SendMessageBatch: 3 });
});

test("what is refused again and again is an error", async () => {
  const { aws, queue } = await startQueue();
  aws.next(
    "SendMessageBatch",
    ...Array.from({ length: 3 }, () => ({ kind: "refuse" as const, places: [0] })),
  );
  await expect(queue.send(messagesFor(3))).rejects.toThrow("SQS refused 1 messages: InternalError");
});

test("so is a queue that is not there", async () => {
  const { aws, queue } = await startQueue();
  aws.next("SendMessageBatch", { kind: "error", status: 400, code: "QueueDoesNotExist" });
  await expect(queue.send(messagesFor(1))).rejects.toThrow("QueueDoesNotExist");
});
