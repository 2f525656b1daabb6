import { setImmediate } from "node:timers/promises";
import { InjectedFault } from "./faults.ts";
import type { Interceptor } from "./requests.ts";

/** A worker's process that dies just before or just after its nth write. Nothing of it arrives afterwards. */
export function dyingAt(
  write: number,
  when: "before" | "after",
): { interceptor: Interceptor; died: () => boolean } {
  let writes = 0;
  let dead = false;
  return {
    died: () => dead,
    interceptor: async (request) => {
      if (dead) throw new InjectedFault("the worker is dead");
      if (request.operation !== "PutItem") return request.send();
      writes += 1;
      if (writes !== write) return request.send();
      dead = true;
      if (when === "after") await request.send();
      throw new InjectedFault(`the worker died ${when} its write ${write}`);
    },
  };
}

/** A worker's process that pauses before its nth request until it is woken, and may die `writes` writes later. */
export function sleepingAt(request: number): {
  readonly interceptor: Interceptor;
  /** Resolves when it is paused. */
  readonly asleep: Promise<void>;
  readonly wake: (writes: number) => void;
} {
  let count = 0;
  let left = Number.POSITIVE_INFINITY;
  const woken = Promise.withResolvers<void>();
  const asleep = Promise.withResolvers<void>();
  return {
    asleep: asleep.promise,
    wake: (writes) => {
      left = writes;
      woken.resolve();
    },
    interceptor: async (received) => {
      count += 1;
      if (count === request) {
        asleep.resolve();
        await woken.promise;
      }
      if (left < 0) throw new InjectedFault("the worker is dead");
      if (received.operation !== "PutItem") return received.send();
      left -= 1;
      if (left < 0) throw new InjectedFault("the worker died after it was woken");
      return received.send();
    },
  };
}

/**
 * Runs workers concurrently, one request at a time; `picks` cyclically chooses the next worker. A worker with several requests
 * at once has them sent in the order in which it made them.
 */
export async function interleave(
  workers: readonly ((interceptor: Interceptor) => Promise<void>)[],
  picks: readonly number[],
): Promise<void> {
  const waiting = new Map<number, (() => Promise<void>)[]>(workers.map((_, id) => [id, []]));
  const ended = Promise.all(
    workers.map(async (work, id) => {
      try {
        await work((request) => {
          const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
          waiting.get(id)?.push(() => request.send().then(resolve, reject));
          return promise;
        });
      } finally {
        waiting.delete(id);
      }
    }),
  );
  // One that fails is reported when the others have ended, too.
  ended.catch(() => undefined);
  for (let turn = 0; waiting.size > 0; ) {
    // Until every worker waits for its next request; each makes all that it makes at once.
    await setImmediate();
    const queues = [...waiting].sort(([a], [b]) => a - b).map(([, queue]) => queue);
    if (queues.some(({ length }) => length === 0)) continue;
    const pick = picks[turn++ % Math.max(1, picks.length)] ?? 0;
    await queues[pick % queues.length]?.shift()?.();
  }
  await ended;
}
