import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { Delivery } from "./story.ts";

/** A queue that behaves as SQS does: at-least-once delivery, a visibility timeout, explicit deletion. */
export interface Queue {
  readonly url: string;
  /** Messages that are not deleted yet. */
  readonly left: () => number;
  /** Makes the first so many messages available. */
  readonly release: (count: number) => void;
  /** The process id of the next worker to receive messages. */
  readonly nextReceiver: () => Promise<number>;
  /** Receives of a message after its first. */
  readonly redelivered: () => number;
  /** Ids of the messages sent to the dead-letter queue. */
  readonly deadLettered: ReadonlySet<string>;
  close(): Promise<void>;
}

const VISIBILITY_MS = 4_000;

/** A message as a worker receives it. */
export interface Received {
  readonly delivery: Delivery;
  readonly receiveCount: number;
}

/** Starts the queue: `POST /receive` with the receiver's process id, `/delete`, `/dead-letter`. A batch never has two messages of one service. */
export async function startQueue(deliveries: readonly Delivery[], batchSize: number): Promise<Queue> {
  const waiting = new Map(
    deliveries.map((one) => [one.messageId, { delivery: one, visibleAtMs: 0, receiveCount: 0 }]),
  );
  const deadLettered = new Set<string>();
  let redelivered = 0;
  let released = 0;
  const handOuts = new EventEmitter<{ handOut: [receiver: number] }>();
  const order = new Map(deliveries.map(({ messageId }, index) => [messageId, index]));

  const receive = (): Received[] => {
    const batch: Received[] = [];
    const taken = new Set<string>();
    const nowMs = Date.now();
    for (const message of waiting.values()) {
      if (batch.length === batchSize) break;
      const { delivery } = message;
      if ((order.get(delivery.messageId) ?? 0) >= released) break;
      if (message.visibleAtMs > nowMs || taken.has(delivery.serviceId ?? delivery.messageId)) continue;
      taken.add(delivery.serviceId ?? delivery.messageId);
      message.visibleAtMs = nowMs + VISIBILITY_MS;
      message.receiveCount += 1;
      if (message.receiveCount > 1) redelivered += 1;
      batch.push({ delivery, receiveCount: message.receiveCount });
    }
    return batch;
  };

  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const ids: readonly string[] = JSON.parse(body);
    if (request.url === "/delete") for (const id of ids) waiting.delete(id);
    if (request.url === "/dead-letter") for (const id of ids) deadLettered.add(id);
    const batch = request.url === "/receive" ? receive() : [];
    response.end(JSON.stringify(batch));
    if (batch.length > 0) handOuts.emit("handOut", Number(ids[0]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the queue has no port");
  const release = (count: number) => {
    released = count;
  };
  const nextReceiver = async () => {
    const [receiver] = await once(handOuts, "handOut");
    return receiver;
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    left: () => waiting.size,
    release,
    nextReceiver,
    redelivered: () => redelivered,
    deadLettered,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
