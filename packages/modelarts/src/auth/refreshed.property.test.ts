import fc from "fast-check";
import { expect, test } from "vitest";
import { createRefreshed } from "./refreshed.ts";

/** Callers, a source that may fail, and an upstream that revokes: in any order in which promises can settle. */
test("no interleaving loads twice at once, gives a revoked value after its refusal, or strands a caller", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
      fc.integer({ min: 1, max: 6 }),
      async (scheduler, outcomes, callers) => {
        let nowMs = 0;
        let loading = 0;
        let issued = 0;
        let valid = 0;
        const refreshed = createRefreshed({
          load: async () => {
            loading += 1;
            expect(loading).toBe(1);
            const works = outcomes[issued % outcomes.length] ?? true;
            issued += 1;
            const value = issued;
            await scheduler.schedule(Promise.resolve(), `load ${value}`);
            loading -= 1;
            if (!works) throw new Error("down");
            valid = value;
            return { value };
          },
          validity: () => ({ refreshAtMs: nowMs + 50, expiresAtMs: nowMs + 100 }),
          leastWaitMs: () => 0,
          limits: { baseDelayMs: 10, maxDelayMs: 40 },
          now: () => nowMs,
          monotonicNow: () => nowMs,
          random: () => 0.5,
        });
        const refusedValues = new Set<number>();

        const caller = async (id: number) => {
          for (let round = 0; round < 3; round += 1) {
            await scheduler.schedule(Promise.resolve(), `caller ${id} round ${round}`);
            nowMs += 7;
            const got = await refreshed.get(new AbortController().signal).catch(() => null);
            if (got === null) continue;
            const alreadyRefused = refusedValues.has(got.value);
            await scheduler.schedule(Promise.resolve(), `answer ${id}`);
            expect(alreadyRefused).toBe(false);
            if (got.value === valid && (id + round) % 2 === 0) refreshed.accept();
            else {
              refusedValues.add(got.value);
              refreshed.refuse(got, new Error("refused"));
            }
          }
        };
        const all = Promise.all(Array.from({ length: callers }, (_, id) => caller(id)));
        await scheduler.waitFor(all);
      },
    ),
    { numRuns: 2000 },
  );
});
