import { expect, test } from "vitest";
import { linePath, sparkPoints } from "./spark-line.ts";

const DAY_MS = 86_400_000;
const window = { fromMs: 0, toMs: 10 * DAY_MS };
const size = { width: 100, height: 20 };

test("days run from left to right, whatever order they come in", () => {
  const points = sparkPoints(
    [
      { dayMs: 10 * DAY_MS, value: 30_000 },
      { dayMs: 0, value: 10_000 },
      { dayMs: 5 * DAY_MS, value: 20_000 },
    ],
    window,
    size,
  );
  expect(points.map(({ x }) => x)).toEqual([0, 50, 100]);
  expect(points.map(({ y }) => y)).toEqual([20, 10, 0]);
});

test("noise of a few percent stays in the middle", () => {
  const points = sparkPoints(
    [1000, 1010, 990].map((value, i) => ({ dayMs: i * DAY_MS, value })),
    window,
    size,
  );
  for (const { y } of points) expect(Math.abs(y - 10)).toBeLessThan(1.5);
});

test("values that are all 0 make a line, not a division by 0", () => {
  expect(sparkPoints([{ dayMs: 0, value: 0 }], window, size)).toEqual([{ x: 0, y: 20 }]);
});

test("a path goes through its points", () => {
  expect(
    linePath([
      { x: 0, y: 20 },
      { x: 50, y: 1.5 },
    ]),
  ).toBe("M0 20L50 1.5");
  expect(linePath([])).toBe("");
});
