import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

/** A byte each so many milliseconds: never silent, and never done in time. */
const INTERVAL_MS = 20;

/** Writes bytes one by one, slowly, until they are written or nobody reads any more. */
export async function drip(stream: Duplex, bytes: Buffer): Promise<void> {
  for (const byte of bytes) {
    if (stream.destroyed || !stream.writable) return;
    stream.write(Buffer.of(byte));
    await sleep(INTERVAL_MS);
  }
}

/** A socket whose answers drip, for what speaks through it: TLS. */
export function dripping(socket: Socket): Duplex {
  const slow = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _, done) => {
      drip(socket, chunk).then(() => done(), done);
    },
    final: (done) => {
      socket.end();
      done();
    },
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on("data", (chunk) => {
    if (!slow.push(chunk)) socket.pause();
  });
  socket.on("end", () => slow.push(null));
  socket.on("close", () => slow.destroy());
  return slow;
}
