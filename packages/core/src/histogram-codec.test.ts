import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "./durations-decode-error.ts";
import { EMPTY_HISTOGRAM, histogramOf } from "./histogram.ts";
import { decodeHistogram, encodeHistogram } from "./histogram-codec.ts";

describe("encodeHistogram", () => {
  it("is short", () => {
    expect(encodeHistogram(EMPTY_HISTOGRAM)).toBe("5;0;0;");
    expect(encodeHistogram(histogramOf([6, 6, 17]))).toBe("5;t;0;2a*2.1c");
    expect(encodeHistogram(histogramOf([0, 1]))).toBe("5;1;1;-1");
  });
});

describe("decodeHistogram", () => {
  it.each([
    ["", "expected"],
    ["hello", "expected"],
    ["5;t;0;2A*2.1c", "expected"],
    ["6;t;0;2a*2.1c", "expected"],
    ["5;t;0;2a*0.1c", "expected"],
    ["5;t;0;2a*2.0", "expected"],
    ["5;t;0;2a*2.-1", "expected"],
    ["5;t;0;2a*2..1c", "expected"],
    ["5;0t;0;2a*2.1c", "expected"],
    ["5;t;0;2a*02.1c", "expected"],
    ["5;6;0;2a*1", "expected"],
    ["5;1;0;-0", "expected"],
    ["5;t;0;2a*2.1c\n", "expected"],
    ["5;u;0;2a*2.1c", "cannot add up"],
    ["5;t;0;2a*3.1c", "cannot add up"],
    ["5;t;1;", "cannot add up"],
    ["5;t;0;2a*2.zzzz", "holds no duration"],
    ["5;1;0;zzzz", "holds no duration"],
    ["5;1;0;-2", "holds no duration"],
    ["5;2;0;1", "holds no duration"],
    ["5;zzzzzzzzzzz;0;2a*2.1c", "beyond the exact integers"],
    ["5;0;zzzzzzzzzzz;", "beyond the exact integers"],
  ])("refuses %j", (text, reason) => {
    expect(() => decodeHistogram(text)).toThrow(DecodeError);
    expect(() => decodeHistogram(text)).toThrow(reason);
  });

  it("says what it was given, cut short", () => {
    expect(() => decodeHistogram("x".repeat(500))).toThrow(`"${"x".repeat(80)}…"`);
  });

  const soup = fc.string({ unit: fc.constantFrom(..."0159az;*.-"), maxLength: 24 });

  it("never fails in another way", () =>
    fc.assert(
      fc.property(
        fc.oneof(
          soup,
          soup.map((text) => `5;${text}`),
          fc.string(),
        ),
        (text) => {
          try {
            expect(encodeHistogram(decodeHistogram(text))).toBe(text);
          } catch (error) {
            expect(error).toBeInstanceOf(DecodeError);
          }
        },
      ),
      { numRuns: 2_000 },
    ));
});
