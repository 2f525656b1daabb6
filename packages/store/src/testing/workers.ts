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

/** Runs workers concurrently, one request at a time; `picks` cyclically chooses the next worker. */
export async function interleave(
  workers: readonly ((interceptor: Interceptor) => Promise<void>)[],
  picks: readonly number[],
): Promise<void> {
  const waiting = new Map<number, () => void>();
  let running = 0;
  let turn = 0;
  const step = (): void => {
    if (running > 0 || waiting.size === 0) return;
    const ids = [...waiting.keys()].sort();
    const pick = ids[(picks[turn++ % Math.max(1, picks.length)] ?? 0) % ids.length];
    if (pick === undefined) return;
    const go = waiting.get(pick);
    waiting.delete(pick);
    running += 1;
    go?.();
  };
  await Promise.all(
    workers.map(async (work, id) => {
      running += 1;
      try {
        await work(async (request) => {
          running -= 1;
          await new Promise<void>((resolve) => {
            waiting.set(id, resolve);
            step();
          });
          return request.send();
        });
      } finally {
        running -= 1;
        step();
      }
    }),
  );
}
