import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { rollupOf } from "@deploy-lens/core/rollup";
import { encodeRollup } from "@deploy-lens/core/rollup/codec";
import { expect, test } from "vitest";
import stored from "../fixtures/items-format-1.json" with { type: "json" };
import { NOTHING_COUNTED, unpackRollup } from "./day/packed.ts";
import { decodeDayPart, encodeDayPart } from "./day/part.ts";
import { decodeHead, isOutdated } from "./head/index.ts";
import { UnreadableItemError } from "./table/errors.ts";

// Items as the version before this one stored them, with every word of the vocabularies in them.

/** Binary attributes stand in the fixture as base64. */
function itemOf(attributes: object): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      "B" in value ? { B: Uint8Array.from(Buffer.from(value.B, "base64")) } : value,
    ]),
  );
}

test("a day that an older version stored is read as it was, and known to be stored in a former form", () => {
  const item = itemOf(stored.day.item);
  const share = { counted: NOTHING_COUNTED, foldedBy: 0, isMarked: false };
  const part = { ...stored.day.content, isOutdated: true, rollup: item.rollup?.B, ended: null, ...share };
  expect(decodeDayPart(item)).toEqual(part);
});

test("written again, it is in today's form and says the same, its critical path besides", () => {
  const part = decodeDayPart(itemOf(stored.day.item));
  const service = { projectId: "demo", serviceId: "a-service" };
  const { item, needsMark } = encodeDayPart(service, part, 1_800_000_000);
  expect(needsMark).toBe(true);
  const written = { isOutdated: false, rollup: item.rollup?.B, ended: item.ended?.S, isMarked: true };
  expect(decodeDayPart(item)).toEqual({ ...part, ...written });
  const before = unpackRollup(itemOf(stored.day.item).rollup?.B ?? new Uint8Array());
  const after = unpackRollup(item.rollup?.B ?? new Uint8Array());
  expect(after.startsMs).toEqual(before.startsMs);
  expect(after.rollup.counts).toEqual(before.rollup.counts);
  for (const [key, { criticalMs, ...times }] of before.rollup.series) {
    expect(criticalMs).toBeNull();
    expect(after.rollup.series.get(key)).toMatchObject(times);
  }
  expect([...after.rollup.series.values()].every(({ criticalMs }) => criticalMs !== null)).toBe(true);
});

test("a head that an older version stored is read as it was, owes nothing, and is to be derived again", () => {
  const head = decodeHead(itemOf(stored.head.item));
  expect(head).toEqual({ ...stored.head.content, owed: null, derivedBy: 1, rederived: null });
  expect(isOutdated(head)).toBe(true);
});

test("what a project's day includes of nothing is the rollup of nothing", () => {
  expect(NOTHING_COUNTED).toEqual(encodeRollup(rollupOf([])));
});

test("a day of a format to come is refused, not guessed", () => {
  const item = { ...itemOf(stored.day.item), format: { N: "2" } };
  expect(() => decodeDayPart(item)).toThrow(UnreadableItemError);
  expect(() => decodeDayPart(item)).toThrow("its format is 2, and this version reads 1");
});
