import * as fc from "fast-check";
import { expect, it } from "vitest";
import { DecodeError } from "../histogram/codec.ts";
import { anyDurations } from "../testing/durations.ts";
import { decodeRollup, encodeRollup } from "./codec.ts";
import { rollupOf, rollupText } from "./index.ts";

const list = fc.array(anyDurations(1), { maxLength: 12 });

it("a rollup of altered bytes is refused, or is another one in its own one form", () =>
  fc.assert(
    fc.property(list, fc.nat(), fc.integer({ min: 0, max: 300 }), (contributions, place, byte) => {
      const bytes = encodeRollup(rollupOf(contributions));
      const at = place % bytes.length;
      const altered = byte > 255 ? bytes.subarray(0, at) : bytes.with(at, byte);
      try {
        const read = decodeRollup(altered);
        const again = decodeRollup(encodeRollup(read));
        expect(again).toEqual(read);
        expect(rollupText(again)).toBe(rollupText(read));
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
      }
    }),
    { numRuns: 2_000 },
  ));
