import { expect, test } from "vitest";
import { againstUsual, usualOf } from "./against-usual.ts";

const usual = (n: number, lowP50: boolean, lowP90: boolean) =>
  usualOf(
    { n, quantiles: { "0.5": 100_000, "0.9": 130_000 }, lowN: { "0.5": lowP50, "0.9": lowP90 } },
    0.011,
  );

test("four deployments are too few, however long one took", () => {
  expect(againstUsual(395_000, usual(4, true, true))).toBeNull();
});

test("of twelve, that it took longer; not that this is unusual", () => {
  expect(againstUsual(395_000, usual(12, false, true))).toEqual({
    ratio: 3.95,
    percent: 295,
    longer: true,
    unusual: false,
  });
});

test("of many, what nine in ten stayed below is unusual", () => {
  const sixty = usual(60, false, false);
  expect(againstUsual(129_000, sixty)).toMatchObject({ percent: 29, unusual: false });
  expect(againstUsual(150_000, sixty)).toMatchObject({ percent: 50, unusual: true });
  expect(againstUsual(50_000, sixty)).toMatchObject({ percent: 50, longer: false, unusual: false });
  expect(againstUsual(104_000, sixty)).toBe("same");
});

test("four milliseconds more are nothing unusual", () => {
  const quick = { n: 60, p50Ms: 7, p90Ms: 10, relativeError: 0 };
  expect(againstUsual(11, quick)).toMatchObject({ percent: 57, unusual: false });
});
