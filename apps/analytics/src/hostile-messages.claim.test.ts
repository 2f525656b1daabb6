import assert from "node:assert/strict";
import { claim } from "@deploy-lens/core/testing/claim";
import { atLeast, never, sized } from "@deploy-lens/core/testing/figure";
import { hostileText } from "@deploy-lens/core/testing/hostile-text";
import { tryInputs } from "@deploy-lens/core/testing/try-inputs";
import { SILENT } from "@deploy-lens/observe/log";
import fc from "fast-check";
import { createDeriveHandler, NotFromQueueError } from "./derive/handler.ts";
import { encodeMessage } from "./queue/service-message.ts";
import { PROJECT_ID, startWorld } from "./testing/world.ts";

claim("no message of the queue makes the function throw", async (run) => {
  const { upstream, store } = await startWorld();
  const runs = sized(run, 1_000, 10_000, 50_000);
  let refused = 0;
  const handler = createDeriveHandler({
    upstream,
    store,
    deadLetters: {
      send: async () => {
        refused += 1;
      },
    },
    projectIds: [PROJECT_ID],
    maxReceiveCount: 3,
    now: Date.now,
    log: SILENT,
    metrics: { add: () => undefined, flush: () => undefined },
  });
  const good = encodeMessage({
    projectId: PROJECT_ID,
    serviceId: "a-service",
    reason: "open",
    state: null,
  });
  const body = fc.oneof(
    { weight: 1, arbitrary: fc.constant(good) },
    {
      weight: 3,
      arbitrary: fc.tuple(fc.nat(good.length), hostileText()).map(([at, text]) => good.slice(0, at) + text),
    },
    { weight: 2, arbitrary: fc.json({ maxDepth: 2 }) },
  );
  const record = fc.record({
    eventSource: fc.constantFrom("aws:sqs", "aws:sqs", "aws:sqs", "aws:sns"),
    messageId: fc.uuid(),
    body,
    attributes: fc.record(
      { ApproximateReceiveCount: fc.constantFrom("1", "3", "", "many") },
      { requiredKeys: [] },
    ),
  });
  const event = fc.oneof(
    { weight: 9, arbitrary: fc.record({ Records: fc.array(record, { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.anything() },
  );
  const check = async (input: unknown) => {
    try {
      const { batchItemFailures } = await handler(input, { getRemainingTimeInMillis: () => 30_000 });
      assert.ok(Array.isArray(batchItemFailures));
    } catch (error) {
      if (!(error instanceof NotFromQueueError)) throw error;
    }
  };
  const failures = await tryInputs({ inputs: event, runs, check }, run);
  return [
    never("queue payloads that make the pipeline's function throw", failures, runs),
    atLeast("messages among them that reach the dead-letter queue with a reason", refused, runs / 20),
  ];
});
