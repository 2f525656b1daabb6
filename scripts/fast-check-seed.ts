import { readFileSync } from "node:fs";
import { expect } from "vitest";

// Runs before each test file. Importing fast-check takes longer than most test files, so only those with properties
// load it.
const { testPath } = expect.getState();
if (testPath !== undefined && readFileSync(testPath, "utf8").includes('"fast-check"')) {
  const { configureGlobal } = await import("fast-check");
  configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED) });
}
