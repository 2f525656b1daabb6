// `npm run test:e2e`: the dashboard in a real browser against the stack that `npm start` runs. Arguments go to vitest.
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readTally } from "../scripts/tally.ts";
import { ensureChromium, NoChromiumError } from "./dashboard/chromium.ts";

const root = join(import.meta.dirname, "..");
const report = join(root, ".cache", "vitest-e2e.json");

try {
  ensureChromium();
  run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof NoChromiumError)) throw error;
  process.stderr.write(`npm run test:e2e: ${error.message}\n`);
  process.exitCode = 2;
}

function run(args: readonly string[]): void {
  mkdirSync(join(root, ".cache"), { recursive: true });
  rmSync(report, { force: true });
  const command = ["run", "--root", import.meta.dirname, "--reporter=verbose", "--reporter=json"];
  const { status } = spawnSync(
    join(root, "node_modules/.bin/vitest"),
    [...command, `--outputFile.json=${report}`, ...args],
    { cwd: root, stdio: "inherit" },
  );
  const { passed, failed } = readTally(readReport(), status ?? 1);
  if (process.env.RESULTS_FILE) appendFileSync(process.env.RESULTS_FILE, `${passed} ${failed}\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function readReport(): string | undefined {
  try {
    return readFileSync(report, "utf8");
  } catch {
    return undefined;
  }
}
