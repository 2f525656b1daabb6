import {
  ReceiveMessageCommand,
  type ReceiveMessageCommandOutput,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { DEAD_LETTER_ATTRIBUTES } from "@deploy-lens/analytics/constants";
import { describe, expect, test } from "vitest";
import type { Deployment } from "./deployment.ts";
import { REGION } from "./emulator/make-certificate.ts";
import { until } from "./read.ts";

/** What nobody can deal with. */
export function testDeadLetters(deployment: Deployment): void {
  describe("a poison message", () => {
    test("ends in the dead-letter queue, with its reason", async () => {
      const sqs = new SQSClient({
        region: REGION,
        endpoint: deployment.world.emulator.endpoint,
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
      });
      const body = '{"this is": "no message of ours"';
      await sqs.send(
        new SendMessageCommand({ QueueUrl: deployment.output("WorkQueueUrl"), MessageBody: body }),
      );
      const { Messages: [letter] = [] } = await until<ReceiveMessageCommandOutput>(
        () =>
          sqs.send(
            new ReceiveMessageCommand({
              QueueUrl: deployment.output("DeadLetterQueueUrl"),
              MessageAttributeNames: ["All"],
              WaitTimeSeconds: 1,
            }),
          ),
        ({ Messages = [] }) => Messages.length > 0,
        90_000,
      );
      sqs.destroy();
      expect(letter?.Body).toBe(body);
      expect(letter?.MessageAttributes?.[DEAD_LETTER_ATTRIBUTES.reason]?.StringValue).toBe("unparseable");
    });
  });
}
