// `npm run test:deploy`: deploys a whole environment to an AWS emulator on this machine and uses it.
//
// Needs Python 3.10 or newer; the emulator is installed into its own virtual environment.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordResults } from "../../scripts/results.ts";
import { readTallyFile } from "../../scripts/tally.ts";
import { installPython, PythonError } from "../install-python.ts";
import { makeCertificate } from "./emulator/make-certificate.ts";

const root = join(import.meta.dirname, "../..");
const startedAtMs = performance.now();
const scratch = mkdtempSync(join(tmpdir(), "deploy-test-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

try {
  const python = installPython(
    join(root, ".cache/emulator"),
    join(import.meta.dirname, "emulator/requirements.txt"),
  );
  const certificate = makeCertificate(python, scratch);
  const report = join(root, ".cache/deploy-test.json");
  mkdirSync(join(root, ".cache"), { recursive: true });
  rmSync(report, { force: true });

  const exitCode = await runTests(report, {
    DEPLOY_TEST_PYTHON: python,
    DEPLOY_TEST_SCRATCH: scratch,
    // Read by Node.js at startup, in the tests and in their child processes.
    NODE_EXTRA_CA_CERTS: certificate.certificateFile,
  });
  summarize(report, exitCode);
} catch (error) {
  if (!(error instanceof PythonError)) throw error;
  process.stderr.write(`test:deploy: ${error.message}\n`);
  process.exitCode = 1;
}

function runTests(report: string, env: NodeJS.ProcessEnv): Promise<number | null> {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const reporters = ["--reporter=verbose", "--reporter=json", `--outputFile.json=${report}`];
  const args = ["run", "--config", join(import.meta.dirname, "vitest.config.ts"), ...reporters];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vitest, ...args, ...process.argv.slice(2)], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
      // A process group of its own, so that no descendant outlives it.
      detached: true,
    });
    const { pid } = child;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => killGroup(pid));
    child.on("error", reject);
    child.on("close", (exitCode) => {
      killGroup(pid);
      resolve(exitCode);
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All processes have ended already.
  }
}

function summarize(report: string, exitCode: number | null): void {
  const tally = readTallyFile(report, exitCode ?? 1, root);
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(0);
  process.stdout.write(`\nIn ${seconds} s.\n${tally.passed} passed, ${tally.failures.length} failed\n`);
  recordResults(tally);
  process.exitCode = tally.failures.length === 0 ? 0 : 1;
}
