import { expect, it } from "vitest";
import stored from "../../fixtures/stored/rollup-format-2.json" with { type: "json" };
import { decodeRollup, encodeRollup } from "./codec.ts";
import { CAUSE_CODES, MEASURE_CODES, OUTCOME_CODES, REASON_CODES, storedWords } from "./codes.ts";
import { rollupText } from "./index.ts";

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));

it.each(stored)("reads what was stored in format 2: $proves", ({ bytes, text }) => {
  expect(rollupText(decodeRollup(bytesOf(bytes)))).toBe(text);
});

it("reads format 2 as what it is, without a critical path, and writes it in today's format", () => {
  for (const { bytes, text } of stored) {
    const rollup = decodeRollup(bytesOf(bytes));
    for (const { criticalMs } of rollup.series.values()) expect(criticalMs).toBeNull();
    expect(rollupText(decodeRollup(encodeRollup(rollup)))).toBe(text);
  }
});

it("gives no code twice, and none that leaves no room for words without one", () => {
  for (const codes of [OUTCOME_CODES, CAUSE_CODES, MEASURE_CODES, REASON_CODES]) {
    const numbers = Object.values(codes);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(Math.max(...numbers)).toBeLessThan(16);
  }
  // Each of these is in stored bytes. A new word is added to its table in codes.ts, never in front of another.
  expect(OUTCOME_CODES).toMatchObject({ open: 0, success: 1, timed_out: 5 });
  expect(CAUSE_CODES).toMatchObject({ insufficient_resources: 1, unknown: 12 });
  expect(MEASURE_CODES).toMatchObject({ build_image: 0, start_model: 4, gap: 5, total: 6 });
  expect(REASON_CODES).toMatchObject({ open: 0, interrupted: 5 });
});

it("refuses a word that is neither coded nor written out, and one for which there is no room", () => {
  const outcomes = storedWords<string>(OUTCOME_CODES, 32);
  expect(() => outcomes.slotOf("paused", [])).toThrow(RangeError);
  const many = Array.from({ length: 17 }, (_, i) => `word ${i}`);
  expect(outcomes.slotOf("word 15", many)).toBe(31);
  expect(() => outcomes.slotOf("word 16", many)).toThrow('"word 16" has no code');
});

it("preserves the codes of a newer version, below the slots for words that are written out", () => {
  const outcomes = storedWords<string>(OUTCOME_CODES, 32);
  for (const [word, code] of [
    ["failure", 2],
    ["code_9", 9],
    ["code_15", 15],
  ] as const) {
    expect(outcomes.hasCode(word)).toBe(true);
    expect(outcomes.slotOf(word, [])).toBe(code);
    expect(outcomes.wordAt(code, [])).toBe(word);
  }
  for (const word of ["paused", "code_16", "code_x", "a code_9", "code_9 b", "code_1000"]) {
    expect(outcomes.hasCode(word)).toBe(false);
    expect(outcomes.slotOf(word, ["another", word])).toBe(17);
    expect(outcomes.wordAt(17, ["another", word])).toBe(word);
  }
  expect(outcomes.wordAt(17, ["another"])).toBeUndefined();
});
