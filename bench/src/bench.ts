// `npm run bench`: runs the suites one after another and writes their figures into docs/performance.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HELP, parseCommand } from "./command-line.ts";
import { verdict, writeFigures } from "./document.ts";
import type { Figure } from "./figure.ts";
import { runCommand } from "./frame/command-line.ts";
import { describeCircumstances } from "./frame/machine.ts";
import { type Outcome, runSuite } from "./run-suite.ts";
import { writeScale } from "./scale.ts";
import type { Suite } from "./suite.ts";
import { SUITES } from "./suites.ts";

const root = join(import.meta.dirname, "..", "..");

await runCommand("bench", async () => {
  const command = parseCommand(process.argv.slice(2));
  if (command === "help") process.stdout.write(HELP);
  else if (command === "list") list();
  else if (command === "stale") writeDown([]);
  else {
    const { only, write } = command;
    return bench(
      SUITES.filter(({ name }) => only.length === 0 || only.includes(name)),
      write,
    );
  }
  return 0;
});

function list(): void {
  for (const { name, title } of SUITES) process.stdout.write(`${name.padEnd(14)}${title}\n`);
}

async function bench(suites: readonly Suite[], write: boolean): Promise<number> {
  const outcomes: Outcome[] = [];
  for (const suite of suites) {
    process.stdout.write(`\n${suite.name}: ${suite.title}\n`);
    const outcome = await runSuite(suite);
    outcomes.push(outcome);
    for (const figure of outcome.figures) process.stdout.write(`  ${lineOf(figure)}\n`);
    process.stdout.write(`  ${outcome.seconds.toFixed(0)} s\n`);
  }
  const missed = outcomes.flatMap(({ figures }) => figures).filter(({ held }) => held === false);
  const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
  process.stdout.write(`\n${missed.length} targets missed; ${Math.ceil(seconds / 60)} minutes.\n`);
  if (write) writeDown(outcomes);
  // A missed target may be due to this machine; a suite that broke is an error.
  return missed.some(({ what }) => what === "the suite itself") ? 1 : 0;
}

function lineOf({ what, measured, beside, target, held }: Figure): string {
  const promised = target === "" ? "" : ` [${target}]`;
  return `${verdict(held) || "·"} ${what}: ${measured}${promised}${beside === "" ? "" : `; ${beside}`}`;
}

function writeDown(outcomes: readonly Outcome[]): void {
  const file = join(root, "docs", "performance.md");
  const circumstances = describeCircumstances(root, "docs/performance.md");
  writeFileSync(file, writeFigures(readFileSync(file, "utf8"), outcomes, circumstances, root));
  const scale = join(root, "docs", "scale.md");
  writeFileSync(scale, writeScale(readFileSync(scale, "utf8")));
  process.stdout.write("The figures stand in docs/performance.md; docs/scale.md follows its model.\n");
}
