// Changes the code, one small change at a time, and lists the changes that no test notices:
//
//   npm run mutate                      every area
//   npm run mutate -- FILE…             these files
//   npm run mutate -- --since REF       what changed since REF
//   npm run mutate -- --write …         also writes what it finds into docs/mutation.md
//
// MUTATE_CONCURRENCY is the number of mutants tried at once; by default one per processor.
//
// Fails when a survivor is not in survivors.json, or a file's tests kill too few.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { copyTree } from "../bench/src/frame/copy-tree.ts";
import { hashOfSources } from "../bench/src/frame/sources.ts";
import { AREAS, type Area } from "./areas.ts";
import { withMeasured } from "./document.ts";
import { type Judgment, judge, percentKilled } from "./judge.ts";
import { readKnown, readReport } from "./report.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const cache = join(root, ".cache", "mutate");
const copy = join(cache, "tree");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { since: { type: "string" }, write: { type: "boolean", default: false } },
});
const wanted = values.since === undefined ? positionals : changedSince(values.since);
const isWhole = values.since === undefined && positionals.length === 0;
const due = AREAS.map((area) => ({
  area,
  files: filesOf(area).filter((file) => isWhole || wanted.includes(file)),
}));
const failures: string[] = [];
if (due.every(({ files }) => files.length === 0))
  say("No file of any area: mutate/areas.ts says which there are.");
else copyTree(root, copy);
for (const { area, files } of due) {
  if (files.length === 0) continue;
  const judgments = mutateArea(area, files);
  if (judgments === null) failures.push(`${area.name}: Stryker failed; its reason is above`);
  else {
    for (const one of judgments)
      say(`${percentKilled(one).padStart(7)}  ${one.killed} of ${one.mutants}  ${one.file}`);
    failures.push(...judgments.flatMap((one) => one.failures));
    if (values.write) write(area, judgments);
  }
}
for (const failure of failures) say(failure);
process.exitCode = failures.length === 0 ? 0 : 1;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function changedSince(ref: string): string[] {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\n");
  const added = git("ls-files", "--others", "--exclude-standard");
  return [...git("diff", "--name-only", "--diff-filter=d", ref), ...added];
}

function filesOf({ mutate }: Area): string[] {
  const files = mutate.flatMap((pattern) => globSync(pattern, { cwd: root }));
  return files.filter((file) => !file.endsWith(".test.ts")).toSorted();
}

/** Tries the mutants of some files of an area; `null` if that is impossible. */
function mutateArea(area: Area, files: readonly string[]): readonly Judgment[] | null {
  const report = join(cache, `${area.name}-report.json`);
  const config = join(cache, `${area.name}-stryker.json`);
  mkdirSync(cache, { recursive: true });
  rmSync(report, { force: true });
  writeFileSync(config, JSON.stringify(strykerConfig(area, files, report)));
  const stryker = join(root, "node_modules/@stryker-mutator/core/bin/stryker.js");
  const { status } = spawnSync(process.execPath, [stryker, "run", config], {
    cwd: copy,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, MUTATE_TESTS: JSON.stringify(area.tests) },
  });
  if (status !== 0 || !existsSync(report)) return null;
  const known = readKnown(join(root, "mutate", "survivors.json"));
  return readReport(report).map((score) => judge(score, area.atLeast, known));
}

function strykerConfig(area: Area, files: readonly string[], report: string): object {
  return {
    mutate: files,
    testRunner: "in-process",
    plugins: [join(root, "mutate/in-process/runner.ts")],
    // The copy is ours already, so Stryker need not make another.
    inPlace: true,
    coverageAnalysis: "perTest",
    // Modules that were loaded anew are never freed.
    maxTestRunnerReuse: 300,
    concurrency: Number(process.env.MUTATE_CONCURRENCY ?? availableParallelism()),
    // An endless loop also takes memory; a busy machine does not count as a loop.
    timeoutMS: 10_000,
    ignoreStatic: area.atLoad !== true,
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: report },
    mutator: { excludedMutations: ["StringLiteral", "ObjectLiteral", "ArrayDeclaration", "BlockStatement"] },
    tempDirName: join(cache, "temp"),
    allowConsoleColors: false,
    checkers: [],
  };
}

function write(area: Area, judgments: readonly Judgment[]): void {
  const path = join(root, "docs", "mutation.md");
  const day = new Date().toISOString().slice(0, 10);
  const measured = judgments.map((one) => ({ ...one, day, sources: hashOfSources(root, [one.file]) ?? "" }));
  writeFileSync(path, withMeasured(readFileSync(path, "utf8"), area.name, measured, filesOf(area)));
}
