import { expect, test } from "vitest";
import { ConflictError } from "./errors.ts";
import { type RetryPolicy, retryStale, StaleReadError } from "./retry.ts";

function policy(waits: number[], random: number): RetryPolicy {
  return {
    maxAttempts: 5,
    baseDelayMs: 20,
    maxDelayMs: 100,
    random: () => random,
    sleep: async (ms) => {
      waits.push(ms);
    },
  };
}

test("waits anything up to a limit that doubles, and gives up in the end", async () => {
  const waits: number[] = [];
  const work = retryStale(policy(waits, 0.999), "A service", async () => {
    throw new StaleReadError("somebody else was first");
  });
  await expect(work).rejects.toThrow(ConflictError);
  await expect(work).rejects.toThrow(
    "A service was changed by others in each of 5 attempts: try again later",
  );
  expect(waits).toEqual([19, 39, 79, 99]);
});

test("passes each attempt its number, and does not retry other failures", async () => {
  const attempts: number[] = [];
  const work = (attempt: number) => {
    attempts.push(attempt);
    return Promise.reject(attempt === 0 ? new StaleReadError("once") : new RangeError("broken"));
  };
  await expect(retryStale(policy([], 0), "A service", work)).rejects.toThrow(RangeError);
  expect(attempts).toEqual([0, 1]);
});
