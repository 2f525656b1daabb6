import { expect, it } from "vitest";
import { drawCriticalZ } from "../testing/critical-values.ts";
import { CHANCE, criticalZ, LEAST_ON_EACH_SIDE, MOST_AFTER } from "./critical-values.ts";

it.each([20, 60, 200])("is what random orders of %i show", (n) => {
  const drawn = drawCriticalZ(n, {
    draws: 20_000,
    chance: CHANCE,
    least: LEAST_ON_EACH_SIDE,
    mostAfter: MOST_AFTER,
  });
  expect(Math.abs(criticalZ(n) - drawn)).toBeLessThan(0.1);
});

it("lies between its neighbours where no value was drawn, and ends with the largest", () => {
  expect(criticalZ(22)).toBeGreaterThan(criticalZ(20));
  expect(criticalZ(22)).toBeLessThan(criticalZ(25));
  expect(criticalZ(10)).toBe(criticalZ(20));
  expect(criticalZ(5_000)).toBe(criticalZ(200));
});
