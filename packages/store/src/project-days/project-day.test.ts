import { rollupOf, rollupText } from "@deploy-lens/core/rollup";
import { describe, expect, test } from "vitest";
import { NOTHING_COUNTED } from "../day/packed.ts";
import { UnreadableItemError } from "../table/errors.ts";
import { decodeProjectDay, encodeProjectDay, newProjectDay, type PartShare } from "./project-day.ts";

const day = { ...newProjectDay("2026-10-06"), revision: 7, fold: 3, startsMs: [5, 9] as const };
const shares = new Map<string, PartShare>([
  ["2026-10-06#a#0000", { revision: 2, counted: NOTHING_COUNTED }],
  ["2026-10-06#b#0001", { revision: 9, counted: Uint8Array.of(1, 2, 255) }],
]);

describe("the item of a project's day", () => {
  test.each([
    ["between two folds", new Map<string, PartShare>()],
    ["in the middle of one", shares],
  ])("comes back as it was %s", (_, its) => {
    const {
      rollup,
      shares: read,
      ...rest
    } = decodeProjectDay(encodeProjectDay("demo", { ...day, shares: its }, null));
    expect(rest).toEqual({ day: day.day, revision: 7, fold: 3, startsMs: [5, 9] });
    expect(rollupText(rollup)).toBe(rollupText(rollupOf([])));
    expect([...read].map(([sort, { revision, counted }]) => [sort, revision, [...counted]])).toEqual(
      [...its].map(([sort, { revision, counted }]) => [sort, revision, [...counted]]),
    );
  });

  test("names no share between two folds, and its time to go where there is one", () => {
    expect(encodeProjectDay("demo", day, null)).not.toHaveProperty("shares");
    expect(encodeProjectDay("demo", { ...day, shares }, 99)).toMatchObject({ expiresAt: { N: "99" } });
  });

  const item = encodeProjectDay("demo", { ...day, shares }, null);
  const { rollup: _, ...without } = item;
  test.each<[string, typeof item, string]>([
    [
      "of another format",
      { ...item, format: { N: "2" } },
      "its format is 2, and this version reads 1: update the reader",
    ],
    ["without a rollup", without, "it has no rollup"],
    ["with a damaged rollup", { ...item, rollup: { B: Uint8Array.of(1) } }, "its content does not decode"],
    ["with damaged shares", { ...item, shares: { B: Uint8Array.of(1) } }, "its content does not decode"],
  ])("%s is refused by name", (__, broken, reason) => {
    expect(() => decodeProjectDay(broken)).toThrow(UnreadableItemError);
    expect(() => decodeProjectDay(broken)).toThrow(`project#demo#days 2026-10-06 cannot be read: ${reason}`);
  });
});
