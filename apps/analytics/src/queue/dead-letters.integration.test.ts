import { SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { startFakeAws } from "../testing/fake-aws.ts";
import { sqsRecord } from "../testing/sqs-event.ts";
import { createDeadLetters } from "./dead-letters.ts";

test.each([
  ["control characters", "a\u0000b\u001bc\u0085d", "a b c d"],
  ["half a surrogate pair", "a\ud800b", "a\ufffdb"],
  ["noncharacters", "a\ufffeb", "a b"],
  ["nothing", "", "-"],
  ["10,000 characters", "x".repeat(10_000), "x".repeat(1_000)],
  ["an emoji cut in half at the limit", `${"x".repeat(999)}🚀`, `${"x".repeat(999)}\ufffd`],
])("a detail with %s is made into one that SQS takes", async (_, detail, written) => {
  const aws = await startFakeAws();
  const client = new SQSClient({
    endpoint: aws.endpoint,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  await createDeadLetters(client, "http://queues.test/dead").send(
    sqsRecord("m", "body"),
    "attempts_exhausted",
    detail,
  );
  expect(aws.messages).toMatchObject([
    { body: "body", attributes: { reason: "attempts_exhausted", detail: written } },
  ]);
});
