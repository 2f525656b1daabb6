import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SUITES } from "../suites.ts";
import { placeOf } from "./place.ts";
import { hashOfSources, isStale, sourcesNote } from "./sources.ts";

const root = join(import.meta.dirname, "..", "..", "..");

test("a table is stale once a file that it measured changes, committed or not, and not before", () => {
  const folder = mkdtempSync(join(tmpdir(), "deploy-lens-"));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  try {
    execFileSync("git", ["init", "--quiet"], { cwd: folder });
    for (const name of ["measured", "other"]) mkdirSync(join(folder, name));
    write("measured/a.ts", "1");
    const before = hashOfSources(folder, ["measured"]);
    const table = `measured, commit abc${sourcesNote(before)}; a machine`;
    expect(before).toMatch(/^[0-9a-f]{12}$/);
    expect(isStale(table, before)).toBe(false);
    for (const file of ["other/b.ts", "measured/a.test.ts", "measured/README.md"]) write(file, "2");
    expect(hashOfSources(folder, ["measured"])).toBe(before);
    write("measured/a.ts", "2");
    expect(isStale(table, hashOfSources(folder, ["measured"]))).toBe(true);
    write("measured/a.ts", "1");
    write("measured/b.ts", "");
    expect(isStale(table, hashOfSources(folder, ["measured"]))).toBe(true);
    expect(isStale("no sources named", before)).toBe(true);
    expect(hashOfSources(join(folder, "nowhere"), ["measured"])).toBeNull();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every suite measures sources that exist; tables that are older than theirs are named here", () => {
  const document = readFileSync(join(root, "docs", "performance.md"), "utf8");
  const nothing = hashOfSources(root, ["no/such/folder"]);
  const stale = SUITES.filter(({ name, sources }) => {
    const hash = hashOfSources(root, sources);
    if (hash !== null) expect(hash, name).not.toBe(nothing);
    return isStale(placeOf(document, `bench:${name}`).text, hash);
  });
  // Not a failure, since not every change can be measured. `npm run bench` measures again.
  if (stale.length > 0) {
    process.stderr.write(
      `docs/performance.md: measured before its sources changed: ${stale.map(({ name }) => name).join(", ")}\n`,
    );
  }
});
