import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DEAD_LETTER_ATTRIBUTES } from "@deploy-lens/analytics/constants";
import { describe, expect, test } from "vitest";
import type { Deployment } from "./deployment.ts";
import { REGION } from "./emulator/make-certificate.ts";
import { until } from "./read.ts";
import { PROJECT_ID } from "./world.ts";

/** Messages that the pipeline gave up on, and `npm run dead-letters`. */
export function testDeadLetters(deployment: Deployment): void {
  const letters = (...words: readonly string[]) => deployment.run("dead-letters", "dev", ...words);
  const send = async (queue: string, body: string, reason?: string) => {
    const sqs = new SQSClient({
      region: REGION,
      endpoint: deployment.world.emulator.endpoint,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: deployment.output(queue),
        MessageBody: body,
        ...(reason === undefined
          ? {}
          : {
              MessageAttributes: {
                [DEAD_LETTER_ATTRIBUTES.reason]: { DataType: "String", StringValue: reason },
              },
            }),
      }),
    );
    sqs.destroy();
  };

  describe("a message that nobody can deal with", () => {
    const body = '{"this is": "no message of ours"';

    test("ends in the dead-letter queue, with its reason", async () => {
      await send("WorkQueueUrl", body);
      const { output } = await until(
        () => letters("list"),
        ({ output: listed }) => listed.includes("1 waiting"),
        90_000,
      );
      expect(output).toMatch(/^\S+ {2}\d{4}-\S+Z {2}unparseable/m);
    });

    test("is shown whole, however often", async () => {
      for (let time = 0; time < 2; time++) {
        const { output } = await letters("show");
        const line = output.split("\n").find((text) => text.startsWith('{"id"')) ?? "{}";
        expect(JSON.parse(line)).toMatchObject({ reason: "unparseable", body });
      }
    });

    test("is only dropped by name", async () => {
      expect((await letters("drop")).exitCode).toBe(2);
      expect(await letters("drop", "--reason=unparseable")).toMatchObject({
        exitCode: 0,
        output: expect.stringContaining("1 deleted"),
      });
      expect((await letters("list")).output).toContain("0 waiting");
    });
  });

  test("a message that was given up is dealt with after its redrive", async () => {
    const [service] = deployment.world.simulator.services(PROJECT_ID);
    await send(
      "DeadLetterQueueUrl",
      JSON.stringify({
        version: 1,
        projectId: PROJECT_ID,
        serviceId: service?.id,
        reason: "open",
        state: null,
      }),
      "unknown_project",
    );
    deployment.world.simulator.requests.clear();
    expect(await letters("redrive")).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining("1 put back into the queue"),
    });
    await until(
      async () => deployment.world.simulator.requests.list(),
      (asked) => asked.some(({ path }) => path.includes(`/services/${service?.id}/events`)),
      90_000,
    );
    expect((await letters("list")).output).toContain("0 waiting");
  });
}
