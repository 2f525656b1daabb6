import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

test("an installation that cannot write npm's cache names the setting that moves it", () => {
  const fresh = mkdtempSync(join(tmpdir(), "deploy-lens-run-"));
  mkdirSync(join(fresh, "scripts"));
  for (const file of ["scripts/run.mjs", "package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"]) {
    copyFileSync(join(root, file), join(fresh, file));
  }
  writeFileSync(join(fresh, "scripts", "hello.ts"), "");
  // A file in place of the folder fails for root, too.
  const cache = join(fresh, "package.json", "cache");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(fresh, "scripts/run.mjs"), "scripts/hello.ts"],
    {
      encoding: "utf8",
      env: { PATH: process.env.PATH, npm_config_cache: cache },
    },
  );
  rmSync(fresh, { recursive: true });
  expect(status).not.toBe(0);
  expect(stdout).toBe("");
  expect(stderr.trimEnd().split("\n").at(-1)).toBe(
    `deploy-lens: npm cannot write to its cache ${cache}: name a folder where you may write, ` +
      "such as npm_config_cache=/tmp/npm-cache npm start",
  );
});
