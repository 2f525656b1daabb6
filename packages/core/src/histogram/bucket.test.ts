import { describe, expect, it } from "vitest";
import {
  bucketIndex,
  bucketRange,
  bucketValueMs,
  HISTOGRAM_SCALE,
  MAX_DURATION_MS,
  worstRelativeError,
} from "./index.ts";

const LAST_INDEX = 40 * 32 - 1;

// ms lies in (2^(i/32), 2^((i+1)/32)] exactly when ms^32 lies in (2^i, 2^(i+1)]: integers alone, no rounding.
function exactIndex(ms: number): number {
  return (BigInt(ms) ** 32n - 1n).toString(2).length - 1;
}

describe("bucketIndex", () => {
  it("agrees with exact integer arithmetic on every bound of every bucket", () => {
    const wrong: number[] = [];
    for (let index = 0; index <= LAST_INDEX; index++) {
      const bound = bucketRange(index).highestMs;
      for (const ms of [bound - 1, bound, bound + 1]) {
        if (ms < 2 || ms > MAX_DURATION_MS) continue;
        if (bucketIndex(ms) !== exactIndex(ms)) wrong.push(ms);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("puts every integer from 1 to 10^6 into the bucket whose range holds it, within the promised error", () => {
    let previous = -1;
    let worst = 0;
    for (let ms = 1; ms <= 1_000_000; ms++) {
      const index = bucketIndex(ms);
      const { lowestMs, highestMs } = bucketRange(index);
      if (ms < lowestMs || ms > highestMs || index < previous)
        expect.fail(`${ms} ms fell into bucket ${index}`);
      worst = Math.max(worst, Math.abs(bucketValueMs(index) - ms) / ms);
      previous = index;
    }
    expect(worst).toBeGreaterThan(0.0107);
    expect(worst).toBeLessThan(0.010831);
  });

  it("ends a bucket at each power of two: the upper bound belongs to it", () => {
    expect(bucketIndex(1)).toBe(-1);
    for (let exponent = 1; exponent <= 40; exponent++) {
      expect(bucketIndex(2 ** exponent)).toBe(exponent * 32 - 1);
      if (exponent < 40) expect(bucketIndex(2 ** exponent + 1)).toBeGreaterThanOrEqual(exponent * 32);
    }
  });

  it("is the same rule at every coarser scale", () => {
    for (let scale = 0; scale < HISTOGRAM_SCALE; scale++) {
      for (const ms of [1, 2, 3, 1000, 1024, 1025, 999_983, MAX_DURATION_MS]) {
        expect(bucketIndex(ms, scale)).toBe(bucketIndex(ms) >> (HISTOGRAM_SCALE - scale));
      }
    }
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, MAX_DURATION_MS + 1])("refuses %d", (ms) => {
    expect(() => bucketIndex(ms)).toThrow(RangeError);
  });
});

describe("bucketRange", () => {
  it("leaves no integer out and gives none twice", () => {
    let next = 1;
    for (let index = -1; index <= LAST_INDEX; index++) {
      const { lowestMs, highestMs } = bucketRange(index);
      expect(lowestMs).toBe(next);
      next = highestMs + 1;
    }
    expect(next).toBe(MAX_DURATION_MS + 1);
  });
});

describe("bucketValueMs", () => {
  it("errs equally at both ends of a bucket, and never more than promised", () => {
    for (let index = -1; index <= LAST_INDEX; index++) {
      const { lowestMs, highestMs } = bucketRange(index);
      if (lowestMs > highestMs) continue;
      const value = bucketValueMs(index);
      expect((value - lowestMs) / lowestMs).toBeCloseTo((highestMs - value) / highestMs, 12);
      expect((value - lowestMs) / lowestMs).toBeLessThan(0.010831);
    }
  });

  it("is exact where one integer alone falls in", () => {
    expect(bucketValueMs(bucketIndex(6))).toBe(6);
    expect(bucketValueMs(bucketIndex(17))).toBe(17);
  });
});

describe("worstRelativeError", () => {
  it("is 1.09 % at scale 5, and doubles with each coarser scale", () => {
    expect(worstRelativeError()).toBe(0.0109);
    expect(worstRelativeError(4)).toBe(0.0217);
    expect(worstRelativeError(0)).toBe(0.3334);
  });
});
