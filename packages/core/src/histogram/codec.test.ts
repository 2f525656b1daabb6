import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOfHistogram, histogramOfBytes } from "../testing/histogram-bytes.ts";
import { ByteReader, ByteWriter, DecodeError } from "./codec.ts";
import { EMPTY_HISTOGRAM, histogramOf } from "./index.ts";

describe("writeHistogram", () => {
  it("is short", () => {
    expect([...bytesOfHistogram(EMPTY_HISTOGRAM)]).toEqual([0, 0, 0, 0]);
    expect([...bytesOfHistogram(histogramOf([6, 6, 17]))]).toEqual([0, 29, 0, 2, 0xa9, 1, 2, 96]);
    expect([...bytesOfHistogram(histogramOf([0, 1]))]).toEqual([0, 1, 1, 1, 2]);
  });
});

describe("readHistogram", () => {
  it.each([
    [[], "it ends too early"],
    [[6, 0, 0, 0], "its scale is none"],
    [[0, 30, 0, 2, 0xa9, 1, 2, 96], "cannot add up"],
    [[0, 29, 0, 2, 0xa9, 1, 3, 96], "cannot add up"],
    [[0, 29, 1, 0], "cannot add up"],
    [[0, 29, 0, 2, 0xa9, 1, 1, 96], "canonical"],
    [[0, 29, 0, 2, 0xa9, 1, 0, 96], "canonical"],
    [[0, 29, 0, 2, 0xa9, 1, 2, 0], "holds no duration"],
    [[0, 0xf8, 15, 0, 2, 0x82, 5, 0], "bucket 319 holds no duration"],
    [[0, 29, 0, 1, 0xff, 0xff, 1], "holds no duration"],
    [[0, 2, 0, 1, 6], "holds no duration"],
    [[0, 0, ...Array<number>(7).fill(0xff), 0x7f, 0], "beyond the exact integers"],
  ])("refuses %j", (bytes, reason) => {
    expect(() => histogramOfBytes(Uint8Array.from(bytes))).toThrow(DecodeError);
    expect(() => histogramOfBytes(Uint8Array.from(bytes))).toThrow(reason);
  });

  it("never fails in another way", () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        try {
          expect(bytesOfHistogram(histogramOfBytes(bytes))).toEqual(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
      { numRuns: 2_000 },
    ));

  it("names what is decoded", () => {
    expect(() => new ByteReader("rollup", Uint8Array.of()).integer()).toThrow(
      "This rollup cannot be decoded: it ends too early",
    );
  });
});

describe("ByteWriter and ByteReader", () => {
  it("write and read every count up to the largest exact one", () => {
    for (const count of [0, 1, 127, 128, 16_383, 16_384, Number.MAX_SAFE_INTEGER]) {
      const writer = new ByteWriter();
      writer.integer(count);
      expect(new ByteReader("count", writer.bytes()).integer()).toBe(count);
    }
    const next = Uint8Array.of(...Array<number>(7).fill(0x80), 0x10);
    expect(() => new ByteReader("count", next).integer()).toThrow("beyond the exact integers");
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])("refuse to write %d", (value) => {
    expect(() => new ByteWriter().integer(value)).toThrow(new RangeError(`${value} is not a count`));
  });

  it("write and read every text, also unpaired surrogates", () => {
    for (const text of ["", "ok", "模型", "\ud800", "\uffff"]) {
      const writer = new ByteWriter();
      writer.text(text);
      expect(new ByteReader("text", writer.bytes()).text()).toBe(text);
    }
  });
});
