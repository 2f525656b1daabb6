import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import { expect, test } from "vitest";
import { configurationOf } from "./attempt-configuration.ts";

const START_MS = 1_795_435_200_000;
const update = (offsetMs: number): UpdateLogEntry => ({
  updatedAtMs: START_MS + offsetMs,
  result: "success",
  models: [],
});
const chosen = (...offsets: readonly number[]) => {
  const found = configurationOf({ kind: "update", startedAtMs: START_MS }, offsets.map(update));
  return found === null ? null : found.updatedAtMs - START_MS;
};

test("the update stamped closest to the start, before it or after", () => {
  expect(chosen(-5_000, -200, 900)).toBe(-200);
  expect(chosen(-5_000, 900)).toBe(900);
});

test("of two equally close ones the later, whatever their order", () => {
  expect(chosen(-300, 300)).toBe(300);
  expect(chosen(300, -300)).toBe(300);
});

test("none that is more than a minute away", () => {
  expect(chosen(-60_000)).toBe(-60_000);
  expect(chosen(60_000)).toBe(60_000);
  expect(chosen(-60_001, 60_001)).toBeNull();
  expect(chosen()).toBeNull();
});

test("none for a mere start: it sets no configuration", () => {
  expect(configurationOf({ kind: "start", startedAtMs: START_MS }, [update(0)])).toBeNull();
});
