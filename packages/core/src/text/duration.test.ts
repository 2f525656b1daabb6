import { expect, test } from "vitest";
import { durationText } from "./duration.ts";

test.each([
  [0, "0 ms"],
  [17, "17 ms"],
  [999, "999 ms"],
  [1_000, "1 s"],
  [20_171, "20.2 s"],
  [59_949, "59.9 s"],
  [59_960, "1 min"],
  [80_818, "1 min 20.8 s"],
  [3_599_990, "1 h"],
  [5_430_000, "1 h 31 min"],
  [86_399_000, "1 d"],
  [90_000_000, "1 d 1 h"],
  [-1_500, "−1.5 s"],
])("%i ms reads %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test("in Chinese", () => {
  expect(durationText(80_818, "zh")).toBe("1 分 20.8 秒");
  expect(durationText(17, "zh")).toBe("17 毫秒");
});
