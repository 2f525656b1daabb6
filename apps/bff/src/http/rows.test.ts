import { writeCsv } from "@deploy-lens/api/csv/write-csv";
import { expect, test } from "vitest";
import { attachment, dayText } from "./file-name.ts";

// RFC 4180; a cell that a spreadsheet would compute becomes text.
test.each([
  [null, ""],
  [0, "0"],
  [-1.5, "-1.5"],
  ["", ""],
  ["plain text", "plain text"],
  ['a "word"', '"a ""word"""'],
  ["a,b", '"a,b"'],
  ["a\nb", '"a\nb"'],
  ["a\rb", '"a\rb"'],
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@x", "'@x"],
  ["\tx", "'\tx"],
  ["\rx", `"'\rx"`],
  ["＝1", "'＝1"],
  ["a=1", "a=1"],
])("the cell %j is written as %j", (cell, text) => {
  expect(writeCsv([[cell]])).toBe(`${text}\r\n`);
});

test("rows end in CRLF, cells are parted by commas", () => {
  expect(
    writeCsv([
      ["a", 1],
      [null, "b"],
    ]),
  ).toBe("a,1\r\n,b\r\n");
});

// RFC 6266 and RFC 8187: a name beyond ASCII comes in both spellings.
test.each([
  [["events", "mnist", undefined, "", "2026-11-01"], 'filename="events_mnist_2026-11-01.csv"'],
  [['a"b', "c/..\\d", "e\r\nf  g"], 'filename="a-b_c-..-d_e-f-g.csv"'],
  [["x".repeat(200)], `filename="${"x".repeat(150)}.csv"`],
  [["推理"], `filename="--.csv"; filename*=UTF-8''%E6%8E%A8%E7%90%86.csv`],
  [["é'(*)"], `filename="-'(-).csv"; filename*=UTF-8''%C3%A9%27%28-%29.csv`],
  [["\ud83d"], `filename="-.csv"; filename*=UTF-8''%EF%BF%BD.csv`],
])("a file of %j: %s", (parts, names) => {
  expect(attachment(parts, "csv")).toBe(`attachment; ${names}`);
});

test("a window's boundary is named by its day", () => {
  expect(dayText(Date.UTC(2026, 10, 1, 23, 59))).toBe("2026-11-01");
  expect(dayText(undefined)).toBeUndefined();
});
