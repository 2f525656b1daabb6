// Changes the code, one small change at a time, and says which changes no test notices:
//
//   npm run mutate                      every area
//   npm run mutate -- FILE…             these files
//   npm run mutate -- --since REF       what changed since REF
//
// Fails when a survivor is not in survivors.json, or an area's tests kill too few.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { AREAS, type Area } from "./areas.ts";
import { copyTree } from "./copy.ts";
import { type FileScore, readKnown, readReport } from "./report.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const cache = join(root, ".cache", "mutate");
const copy = join(cache, "tree");

const { values, positionals } = parseArgs({ allowPositionals: true, options: { since: { type: "string" } } });
const wanted = values.since === undefined ? positionals : changedSince(values.since);
const isWhole = values.since === undefined && positionals.length === 0;
const runs = AREAS.map((area, at) => ({
  area,
  at,
  files: filesOf(area).filter((file) => isWhole || wanted.includes(file)),
}));
const due = runs.filter(({ files }) => files.length > 0);
if (due.length === 0) say("No file of any area: mutate/areas.ts says which there are.");
else copyTree(root, copy);
const failures = due.flatMap(({ area, at, files }) => mutateArea(area, at, files));
for (const failure of failures) say(failure);
process.exitCode = failures.length === 0 ? 0 : 1;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function changedSince(ref: string): string[] {
  const names = ["diff", "--name-only", "--diff-filter=d", ref];
  return execFileSync("git", names, { cwd: root, encoding: "utf8" }).split("\n");
}

function filesOf({ mutate }: Area): string[] {
  const files = mutate.flatMap((pattern) => globSync(pattern, { cwd: root }));
  return files.filter((file) => !file.endsWith(".test.ts")).toSorted();
}

function mutateArea(area: Area, at: number, files: readonly string[]): string[] {
  const report = join(cache, `report-${at}.json`);
  const config = join(cache, `stryker-${at}.json`);
  mkdirSync(cache, { recursive: true });
  writeFileSync(config, JSON.stringify(strykerConfig(files, report, join(cache, `incremental-${at}.json`))));
  const { status } = spawnSync(
    process.execPath,
    [join(root, "node_modules/@stryker-mutator/core/bin/stryker.js"), "run", config],
    {
      cwd: copy,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, MUTATE_TESTS: JSON.stringify(area.tests) },
    },
  );
  if (status !== 0 || !existsSync(report)) return [`Stryker failed (exit code ${status})`];
  // The report holds what earlier runs found of other files, too.
  return judge(
    area,
    readReport(report).filter(({ file }) => files.includes(file)),
  );
}

function strykerConfig(files: readonly string[], report: string, incremental: string): object {
  return {
    mutate: files,
    testRunner: "vitest",
    vitest: { configFile: "mutate/vitest.config.ts", related: false },
    plugins: [join(root, "node_modules/@stryker-mutator/vitest-runner/dist/src/index.js")],
    // The copy is ours: there is no need of another one.
    inPlace: true,
    coverageAnalysis: "perTest",
    incremental: true,
    incrementalFile: incremental,
    concurrency: Math.max(1, availableParallelism()),
    timeoutMS: 3_000,
    ignoreStatic: true,
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: report },
    mutator: { excludedMutations: ["StringLiteral", "ObjectLiteral", "ArrayDeclaration", "BlockStatement"] },
    tempDirName: join(cache, "temp"),
    allowConsoleColors: false,
    checkers: [],
  };
}

function judge(area: Area, scores: readonly FileScore[]): string[] {
  const isKnown = readKnown(join(root, "mutate", "survivors.json"));
  const failures: string[] = [];
  for (const { file, killed, survivors } of scores) {
    const total = killed + survivors.length;
    if (total === 0) continue;
    const share = killed / total;
    say(`${(share * 100).toFixed(1).padStart(6)} %  ${killed} of ${total}  ${relative(".", file)}`);
    const unknown = survivors.filter((survivor) => !isKnown(survivor));
    if (share < area.atLeast) failures.push(`${file}: fewer than ${area.atLeast * 100} % killed`);
    for (const { line, code, becomes } of unknown) {
      failures.push(
        `${file}:${line}: no test notices \`${code}\` → \`${becomes}\`: add one, or say in mutate/survivors.json why it changes nothing`,
      );
    }
  }
  return failures;
}
