import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findPatterns } from "./patterns.ts";

test("literals and composed expressions are found, in sources alone", () => {
  const root = mkdtempSync(join(tmpdir(), "deploy-lens-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, "packages", "a", "src"), { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(root, "packages", "a", "src", name), text);
  write(
    "a.ts",
    'export const a: RegExp = /^a+$/u; // not /this/\nexport const b = new RegExp("x".repeat(2), "g");\n"/nor/this/";',
  );
  write("a.test.ts", "/a test/;");
  expect(findPatterns(root)).toEqual({
    literals: [{ source: "^a+$", flags: "u", file: "packages/a/src/a.ts" }],
    composed: [{ file: "packages/a/src/a.ts", code: 'new RegExp("x".repeat(2), "g")' }],
  });
});
