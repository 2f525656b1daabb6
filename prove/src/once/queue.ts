import { createServer } from "node:http";
import { listenOn } from "../stack/listen-on.ts";
import type { Delivery } from "./story.ts";

/** A queue with the rules of SQS that matter: at least once, hidden while somebody works, gone when told so. */
export interface Queue {
  readonly url: string;
  /** Messages that nobody has dealt with yet. */
  readonly left: () => number;
  /** How often a message was handed out that had been handed out before. */
  readonly redelivered: () => number;
  /** Ids of the messages that were buried. */
  readonly buried: ReadonlySet<string>;
  close(): Promise<void>;
}

/** How long a message is hidden from others once it was handed out. */
const VISIBILITY_MS = 4_000;

/** A message as a worker gets it. */
export interface Received {
  readonly delivery: Delivery;
  readonly receiveCount: number;
}

/** Starts the queue: `POST /receive`, `/delete`, `/bury`. One call never gives two messages of one service. */
export async function startQueue(deliveries: readonly Delivery[], batchSize: number): Promise<Queue> {
  const waiting = new Map(
    deliveries.map((one) => [one.messageId, { delivery: one, visibleAtMs: 0, receiveCount: 0 }]),
  );
  const buried = new Set<string>();
  let redelivered = 0;

  const receive = (): Received[] => {
    const batch: Received[] = [];
    const taken = new Set<string>();
    const nowMs = Date.now();
    for (const message of waiting.values()) {
      if (batch.length === batchSize) break;
      const { delivery } = message;
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
    const ids: readonly string[] = body === "" ? [] : JSON.parse(body);
    if (request.url === "/delete") for (const id of ids) waiting.delete(id);
    if (request.url === "/bury") for (const id of ids) buried.add(id);
    response.end(JSON.stringify(request.url === "/receive" ? receive() : []));
  });
  const { url, close } = await listenOn(server);
  return { url, left: () => waiting.size, redelivered: () => redelivered, buried, close };
}
