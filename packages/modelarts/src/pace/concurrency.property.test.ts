import fc from "fast-check";
import { expect, test } from "vitest";
import { createConcurrency, type ReleaseSlot } from "./concurrency.ts";

type Step = "enter" | "leave" | "abort";

test("callers that enter, leave or give up: never too many, first come first served, no slot lost", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.nat(4),
      fc.array(fc.constantFrom<Step>("enter", "enter", "leave", "abort"), { maxLength: 60 }),
      async (maxConcurrent, maxQueued, steps) => {
        const places = createConcurrency({ maxConcurrent, maxQueued, maxWaitShare: 1 }, () => 0);
        const held: ReleaseSlot[] = [];
        const served: number[] = [];
        const waiting = new Map<number, AbortController>();
        let refused = 0;
        let arrivals = 0;
        for (const step of steps) {
          if (step === "enter") {
            const id = arrivals++;
            const controller = new AbortController();
            const wouldWait = held.length >= maxConcurrent;
            const isFull = wouldWait && waiting.size >= maxQueued;
            waiting.set(id, controller);
            places.enter(controller.signal, 60_000).then(
              (release) => {
                waiting.delete(id);
                if (release === null) refused += 1;
                else {
                  held.push(release);
                  served.push(id);
                }
              },
              () => waiting.delete(id),
            );
            await Promise.resolve();
            await new Promise((resolve) => setImmediate(resolve));
            expect(waiting.has(id)).toBe(wouldWait && !isFull);
          } else if (step === "leave") {
            const release = held.shift();
            release?.();
            release?.();
          } else {
            const [last] = [...waiting.values()].slice(-1);
            last?.abort();
          }
          await new Promise((resolve) => setImmediate(resolve));
          expect(held.length).toBeLessThanOrEqual(maxConcurrent);
          expect(waiting.size).toBeLessThanOrEqual(maxQueued);
          if (waiting.size > 0) expect(held.length).toBe(maxConcurrent);
        }
        expect(served).toEqual([...served].sort((a, b) => a - b));
        expect(served.length + refused).toBeLessThanOrEqual(arrivals);
      },
    ),
    { numRuns: 300 },
  );
});
