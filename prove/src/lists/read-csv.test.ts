import { expect, test } from "vitest";
import { readCsv } from "./csv-formula.ts";

test.each([
  [
    "a,b\r\nc,d\r\n",
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  ['"a ""b"", c",\r\n', [['a "b", c', ""]]],
  ['"line\r\nbreak",=1\r\n', [["line\r\nbreak", "=1"]]],
  ["no end", [["no end"]]],
])("%j", (text, rows) => {
  expect(readCsv(text)).toEqual(rows);
});
