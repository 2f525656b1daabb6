// `npm run test:e2e`: the dashboard in a real browser against the stack that `npm start` runs. Arguments go to vitest.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { recordResults } from "../scripts/results.ts";
import { readTallyFile } from "../scripts/tally.ts";
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
  const tally = readTallyFile(report, status ?? 1, root);
  for (const line of tally.retried) process.stdout.write(`passed at the second try: ${line}\n`);
  recordResults(tally);
  process.exitCode = tally.failures.length === 0 ? 0 : 1;
}
