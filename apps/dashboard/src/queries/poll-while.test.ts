import { expect, test, vi } from "vitest";
import { pollEvery, pollWhile } from "./poll-while.ts";

const fetched = (stale: boolean) => ({
  answer: { open: false },
  receivedAtMs: 0,
  confirmedAtMs: 0,
  ageMs: 0,
  stale,
});

test("a page with stale data polls sooner than one that is up to date", () => {
  vi.stubGlobal("document", { visibilityState: "visible" });
  const poll = pollWhile(({ open }: { open: boolean }) => open);
  const upToDate = poll({ state: { data: fetched(false), status: "success" } });
  const behind = poll({ state: { data: fetched(true), status: "success" } });
  expect(behind).toBeLessThan(upToDate);
  expect(behind).toBe(poll({ state: { data: undefined, status: "error" } }));
  vi.unstubAllGlobals();
});

test("slowly changing data is polled sooner after a failure", () => {
  vi.stubGlobal("document", { visibilityState: "visible" });
  const poll = pollEvery(60_000);
  expect(poll({ state: { status: "success" } })).toBe(60_000);
  expect(poll({ state: { status: "error" } })).toBe(15_000);
  vi.unstubAllGlobals();
});
