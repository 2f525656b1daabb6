// `node worker.ts QUEUE TABLE_ENDPOINT TABLE`: receives messages and passes them to the pipeline's own function until it is killed.
// Each message carries the events that the upstream would return.

import { SILENT } from "@deploy-lens/observe/log";
import { createStore } from "@deploy-lens/store/store";
import { connectTo } from "@deploy-lens/store/testing/engine";
import { createDeriveHandler } from "../derive/handler.ts";
import type { Received } from "./visibility-queue.ts";

const [queueUrl = "", endpoint = "", tableName = ""] = process.argv.slice(2);
/** More than any message is received here, so only poison reaches the dead-letter queue, never what a kill interrupted. */
const MAX_RECEIVE_COUNT = 1_000_000;
const IDLE_MS = 50;

let batch: readonly Received[] = [];

const handler = createDeriveHandler({
  upstream: {
    async *readEvents(_projectId, serviceId) {
      const told = batch.find(({ delivery }) => delivery.serviceId === serviceId)?.delivery.events ?? [];
      yield told;
      return { events: told.length, offsetMode: null, setAside: 0, stable: true, pages: 1 };
    },
    listUpdateLogs: async () => ({
      answer: { service_id: "s", service_name: "s", logs: [] },
      setAside: [],
      requestId: null,
      dateMs: null,
    }),
  },
  store: createStore({
    client: connectTo({ endpoint }),
    tableName,
    maxPartBytes: 32 * 1024,
    retry: { baseDelayMs: 5, maxDelayMs: 200 },
  }),
  deadLetters: { send: async ({ messageId }) => void (await post("/dead-letter", [messageId])) },
  projectIds: ["prove"],
  maxReceiveCount: MAX_RECEIVE_COUNT,
  now: Date.now,
  log: SILENT,
  metrics: { add: () => undefined, flush: () => undefined },
});

for (;;) {
  const answer = await post("/receive", [String(process.pid)]);
  batch = answer;
  if (batch.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    continue;
  }
  const { batchItemFailures } = await handler(
    {
      Records: batch.map(({ delivery, receiveCount }) => ({
        eventSource: "aws:sqs",
        messageId: delivery.messageId,
        body: delivery.body,
        attributes: { ApproximateReceiveCount: String(receiveCount) },
      })),
    },
    { getRemainingTimeInMillis: () => 60_000 },
  );
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const done = batch.map(({ delivery }) => delivery.messageId).filter((id) => !failed.has(id));
  await post("/delete", done);
}

/** Guarantee: the queue answers with the deliveries that it was given. */
async function post(path: string, ids: readonly string[]): Promise<readonly Received[]> {
  const answer = await fetch(`${queueUrl}${path}`, { method: "POST", body: JSON.stringify(ids) });
  return (await answer.json()) as readonly Received[];
}
