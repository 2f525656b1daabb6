import { expect, test } from "vitest";
import { presentInstant } from "./present-instant.ts";
import { Instant, QueryTime } from "./time.ts";

test.each([
  ["1562597251764", 1562597251764],
  ["0", 0],
  ["2019-07-08T14:47:31.764Z", 1562597251764],
  ["2019-07-08T22:47:31.764+08:00", 1562597251764],
  ["2019-07-08T14:47:31Z", 1562597251000],
  ["2019-07-08T14:47Z", 1562597220000],
  ["2019-07-08", 1562544000000],
  ["2024-02-29", 1709164800000],
  ["9999-12-31T23:59:59.999Z", 253402300799999],
])("%s is %d", (text, ms) => {
  expect(QueryTime.parse(text)).toBe(ms);
});

test.each(["1969-12-31T23:59:59.999Z", "253402300800000", "-1", "1.5", "2023-02-29", "2019-07-08T14:47:31"])(
  "%s is refused",
  (text) => {
    expect(QueryTime.safeParse(text).success).toBe(false);
  },
);

test("an answer's time always has three digits of milliseconds and is in UTC", () => {
  expect(Instant.safeParse("2019-07-08T14:47:31.764Z").success).toBe(true);
  for (const text of ["2019-07-08T14:47:31Z", "2019-07-08T14:47:31.764+00:00", "2019-07-08T14:47:31.7640Z"]) {
    expect(Instant.safeParse(text).success, text).toBe(false);
  }
});

test("an event that a clock put out of all years does not make its answer invalid", () => {
  for (const ms of [1_562_597_251_764_000, -62_167_219_200_001, -8.64e15, 8.64e15]) {
    const text = presentInstant(ms);
    expect(Instant.safeParse(text).success, text).toBe(true);
    expect(Date.parse(text)).toBe(ms);
  }
});
