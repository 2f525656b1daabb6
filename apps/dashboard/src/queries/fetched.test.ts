import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answersNowMs, fetchAnswer, freshnessOf } from "./fetched.ts";
import { pollEveryMs } from "./poll.ts";

describe("freshness", () => {
  test.each([
    ["nothing said", {}, { ageMs: 0, stale: false }],
    ["a fresh hit", { age: "2", "cache-status": "deploy-lens; hit; ttl=3" }, { ageMs: 2000, stale: false }],
    ["a miss", { "cache-status": "deploy-lens; fwd=miss; stored" }, { ageMs: 0, stale: false }],
    [
      "a stale stand-in",
      { age: "31", "cache-status": "deploy-lens; hit; ttl=-26; detail=timeout" },
      { ageMs: 31_000, stale: true },
    ],
    ["nonsense", { age: "soon" }, { ageMs: 0, stale: false }],
  ])("%s", (_what, headers, expected) => {
    expect(freshnessOf(new Headers(headers))).toEqual(expected);
  });
});

describe("an answer's own clock", () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => void vi.useRealTimers());

  const answer = { asOf: "2026-11-01T00:00:10.000Z" };
  const asOfMs = Date.parse(answer.asOf);
  const signal = new AbortController().signal;

  test("goes on from asOf while the server stands by the same answer", async () => {
    await fetchAnswer(async () => answer, signal);
    vi.setSystemTime(1_005_000);
    const again = await fetchAnswer(async () => answer, signal);
    expect(again.receivedAtMs).toBe(1_000_000);
    expect(answersNowMs(again, 1_007_000)).toBe(asOfMs + 7_000);
  });

  test("stops a minute after the server was last heard", async () => {
    const fetched = await fetchAnswer(async () => ({ ...answer }), signal);
    expect(answersNowMs(fetched, 1_000_000 + 59_000)).toBe(asOfMs + 59_000);
    expect(answersNowMs(fetched, 1_000_000 + 3_600_000)).toBe(asOfMs + 60_000);
  });

  test("does not run backwards when this machine's clock is set back", async () => {
    const fetched = await fetchAnswer(async () => ({ ...answer }), signal);
    expect(answersNowMs(fetched, 400_000)).toBe(asOfMs);
  });

  test("keeps the last response's headers when the client asked more than once", async () => {
    const fetched = await fetchAnswer(async ({ onResponse }) => {
      onResponse?.(new Response(null, { headers: { age: "90" } }));
      onResponse?.(new Response(null, { headers: { age: "5" } }));
      return { ...answer };
    }, signal);
    expect(fetched.ageMs).toBe(5000);
  });
});

test.each([
  [{ open: true, failing: false, hidden: false }, 3_000],
  [{ open: false, failing: false, hidden: false }, 30_000],
  [{ open: true, failing: true, hidden: false }, 15_000],
  [{ open: true, failing: false, hidden: true }, 30_000],
])("looks again after %o", (state, expected) => {
  expect(pollEveryMs(state)).toBe(expected);
});
