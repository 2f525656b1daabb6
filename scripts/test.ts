// `npm test`: format and lint, types, boundaries, tests. Arguments go to vitest and leave the other checks out:
// `npm test -- packages/core`, `npm test -- -t "critical path"`.
//
// `npm run check`: format, lint, types, and the quick tests that a change affects.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Check, checks } from "./checks.ts";
import { compilerErrors } from "./compiler-errors.ts";
import { recordResults } from "./results.ts";
import { readTallyFile, type Tally } from "./tally.ts";

const root = join(import.meta.dirname, "..");
const report = join(root, ".cache", "vitest.json");
const env: NodeJS.ProcessEnv = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };

interface Outcome extends Check, Tally {
  readonly seconds: string;
}

const HELP = `Checks what has changed since the main branch: format and lint, types, and the tests that import what changed.

  npm run check

Integration and model tests, benchmarks, boundaries and unused code are left to npm test.
`;

const [mode, ...args] = process.argv.slice(2);
if (mode === "--affected" && args.includes("--help")) process.stdout.write(HELP);
else summarize(await runAll());

async function runAll(): Promise<Outcome[]> {
  if (mode === "--affected") {
    const quick = checks.filter(({ name }) => name === "format and lint" || name === "types");
    return [...(await runChecks(quick)), await runTests(affected())];
  }
  if (mode !== undefined) return [await runTests([mode, ...args])];
  return [...(await runChecks(checks)), await runTests([])];
}

/**
 * Vitest's arguments for the unit tests that import a file changed since the main branch, and the infrastructure's if
 * that itself changed; without such a branch, since the last commit.
 */
function affected(): string[] {
  const base = git("merge-base", "HEAD", "origin/main").trim() || "HEAD";
  const infra = /^(?:infra|scripts)\//m.test(git("diff", "--name-only", base)) ? ["--project=infra"] : [];
  return [`--changed=${base}`, "--passWithNoTests", "--project=unit", ...infra];
}

/** Git's output; empty if it fails. */
function git(...gitArgs: readonly string[]): string {
  return spawnSync("git", gitArgs, { cwd: root, encoding: "utf8" }).stdout ?? "";
}

/** Runs the static checks in parallel; each prints when it is done, so that their output does not mix. */
function runChecks(all: readonly Check[]): Promise<Outcome[]> {
  return Promise.all(
    all.map(async (check) => {
      const { exitCode, output, seconds } = await run(check.command, { quiet: true });
      heading(check.name, seconds);
      const errors = check.name === "types" ? compilerErrors(output) : output.trim();
      if (exitCode !== 0) console.log(errors);
      const [first = ""] = errors.split("\n", 1);
      const failures = exitCode === 0 ? [] : [`${check.name}: ${first}`];
      return { ...check, seconds, passed: 1 - failures.length, skipped: 0, retried: [], failures };
    }),
  );
}

async function runTests(vitestArgs: readonly string[]): Promise<Outcome> {
  heading("tests");
  mkdirSync(join(root, ".cache"), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const command = ["vitest", "run", "--root", root, ...reporters, ...vitestArgs];
  const { exitCode, seconds } = await run(command, { quiet: false });
  return { name: "tests", command, seconds, ...readTallyFile(report, exitCode, root) };
}

function summarize(all: readonly Outcome[]): void {
  const passed = all.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failures = all.flatMap((outcome) => outcome.failures);
  console.log("");
  for (const outcome of all) {
    const mark = outcome.failures.length === 0 ? "✓" : "✗";
    const count = outcome.name === "tests" ? counts(outcome) : "";
    console.log(`${mark} ${outcome.name.padEnd(18)} ${outcome.seconds.padStart(6)} s  ${count}`.trimEnd());
  }
  console.log(
    failures.length === 0
      ? `All ${passed} checks and tests passed.`
      : `${failures.length} failed, ${passed} passed.`,
  );
  recordResults({ passed, failures });
  process.exitCode = failures.length === 0 ? 0 : 1;
}

/** `412 passed, 0 failed, 3 skipped`. */
function counts({ passed, failures, skipped }: Tally): string {
  const rest = skipped === 0 ? "" : `, ${skipped} skipped`;
  return `${passed} passed, ${failures.length} failed${rest}`;
}

function heading(name: string, seconds?: string): void {
  console.log(`\n── ${name}${seconds === undefined ? "" : ` (${seconds} s)`}`);
}

/** Runs a command of node_modules/.bin; `quiet` keeps its output for later. */
function run(
  [file, ...fileArgs]: readonly string[],
  { quiet }: { quiet: boolean },
): Promise<{ exitCode: number; output: string; seconds: string }> {
  const startedAtMs = performance.now();
  const seconds = () => ((performance.now() - startedAtMs) / 1000).toFixed(1);
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(file ?? "", fileArgs, {
      cwd: root,
      env,
      stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
      });
    }
    child.on("error", (error) => resolve({ exitCode: 1, output: `${error.message}\n`, seconds: seconds() }));
    child.on("close", (code) => resolve({ exitCode: code ?? 1, output, seconds: seconds() }));
  });
}
