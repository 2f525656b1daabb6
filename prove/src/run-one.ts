// Runs one proof in a process of its own, so that nothing of another is in its memory, and so that a rejection that
// nobody handles, or a crash, is seen and counts.
import { inspect } from "node:util";
import type { Message } from "./messages.ts";
import { PROOFS } from "./proofs.ts";

const [name, quick, seed] = process.argv.slice(2);
const unhandled: unknown[] = [];
// Whoever started this one is gone.
process.on("disconnect", () => process.exit(1));
process.on("unhandledRejection", (reason) => unhandled.push(reason));
process.on("uncaughtException", (error) => unhandled.push(error));

try {
  const proof = PROOFS.find((one) => one.name === name);
  if (proof === undefined) throw new Error(`there is no proof ${name}`);
  const { run } = await proof.load();
  const figures = await run({ quick: quick === "true", seed: Number(seed), progress: progressEvery(250) });
  // A rejection is unhandled once the turn that made it is over.
  await new Promise((resolve) => setTimeout(resolve, 50));
  tell({ kind: "figures", figures });
  if (unhandled.length > 0) tell({ kind: "broken", reason: describe(unhandled) });
} catch (error) {
  tell({ kind: "broken", reason: inspect(error) });
}
process.exit(0);

function describe(reasons: readonly unknown[]): string {
  return `${reasons.length} unhandled rejections or exceptions, the first: ${inspect(reasons[0])}`;
}

function progressEvery(intervalMs: number) {
  let lastAtMs = 0;
  return (done: number, total: number) => {
    const nowMs = performance.now();
    if (nowMs - lastAtMs < intervalMs) return;
    lastAtMs = nowMs;
    tell({ kind: "progress", done, total });
  };
}

function tell(message: Message): void {
  process.send?.(message);
}
