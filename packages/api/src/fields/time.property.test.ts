import fc from "fast-check";
import { expect, test } from "vitest";
import { Instant, QueryTime } from "./time.ts";

const epochMs = fc.integer({ min: 0, max: 253402300799999 });

test("every answer's time is taken back in a query, to the millisecond", () => {
  fc.assert(
    fc.property(epochMs, (ms) => {
      const text = new Date(ms).toISOString();
      expect(Instant.parse(text)).toBe(text);
      expect(QueryTime.parse(text)).toBe(ms);
      expect(QueryTime.parse(String(ms))).toBe(ms);
    }),
  );
});

test("an offset moves the clock, not the moment", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1e9, max: 4e12 }), fc.integer({ min: -1439, max: 1439 }), (ms, minutes) => {
      const local = new Date(ms + minutes * 60_000).toISOString().slice(0, -1);
      const size = Math.abs(minutes);
      const pad = (part: number) => String(part).padStart(2, "0");
      const offset = `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
      expect(QueryTime.parse(`${local}${offset}`)).toBe(ms);
    }),
  );
});

test("no text makes it throw, and what it takes is a whole number", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."0123456789-:.TZ+ eE") }), (text) => {
      const { success, data } = QueryTime.safeParse(text);
      expect(success ? Number.isSafeInteger(data) : data).toBe(success || undefined);
    }),
  );
});
