// A process that closes on a signal. Each line of its input advances its clock by that many ms, or is `signal` or
// `close`; it answers each with a line.
import { createInterface } from "node:readline";
import { endOnSignal } from "../end-on-signal.ts";

let nowMs = 0;
const timers: { readonly atMs: number; readonly run: () => void }[] = [];
const closing = Promise.withResolvers<void>();

endOnSignal(
  async () => {
    await closing.promise;
    process.stdout.write("closed\n");
  },
  () => undefined,
  { nowMs: () => nowMs, after: (durationMs, run) => void timers.push({ atMs: nowMs + durationMs, run }) },
);

for await (const line of createInterface({ input: process.stdin })) {
  if (line === "signal") process.emit("SIGINT");
  else if (line === "close") closing.resolve();
  else nowMs += Number(line);
  for (const { atMs, run } of timers) if (atMs <= nowMs) run();
  process.stdout.write(`${line}\n`);
}
