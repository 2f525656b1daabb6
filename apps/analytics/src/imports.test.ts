import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";

/** Each file more is one more to read on an event's path, and to load in a cold start: does the function need it? */
const LIMIT = 90;
const root = join(import.meta.dirname, "../../..");

/** Our own files that a file reads when it starts: its static imports, and theirs; types are no imports. */
function startupImports(entry: string): string[] {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const imports = readFileSync(file, "utf8").matchAll(
      /^(?:import|export)\s(?!type\s)[^;]*?from "([^"]+)";/gms,
    );
    for (const [, specifier = ""] of imports) {
      if (!/^\.|^@deploy-lens\//.test(specifier)) continue;
      visit(fileURLToPath(import.meta.resolve(specifier, pathToFileURL(file).href)));
    }
  };
  visit(entry);
  return [...seen].map((file) => relative(root, file)).sort();
}

test("the derive function reads no more files at its start than it did: what answers questions is not among them", () => {
  const files = startupImports(join(import.meta.dirname, "derive/derive.lambda.ts"));
  expect(
    files.filter((file) =>
      /statistics|events-query|packages\/store\/src\/(reader|lists|statistics)/.test(file),
    ),
  ).toEqual([]);
  expect(files.length, files.join("\n")).toBeLessThanOrEqual(LIMIT);
});
