// `npm run prove`: runs the proofs one after another and writes their figures into docs/reliability.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeCommit, describeLoad, describeMachine } from "@deploy-lens/bench/frame/machine";
import { recordResults } from "../../scripts/results.ts";
import { tryBreaks } from "./broken/try-breaks.ts";
import { type Command, HELP, parseCommand, UsageError } from "./command-line.ts";
import { duration, verdict, writeFigures } from "./document.ts";
import { type ListedProof, PROOFS } from "./proofs.ts";
import { type Outcome, startProof } from "./start-proof.ts";

const root = join(import.meta.dirname, "..", "..");

try {
  const command = parseCommand(process.argv.slice(2));
  if (command === "help") process.stdout.write(HELP);
  else if (command === "list") list();
  else if (command.broken) process.exitCode = await breakProduct(command);
  else process.exitCode = await prove(command);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`prove: ${error.message}\n`);
  process.exitCode = 2;
}

function list(): void {
  for (const { name, claim, alone } of PROOFS) {
    process.stdout.write(`${name.padEnd(22)}${claim}${alone ? " (only by name)" : ""}\n`);
  }
}

async function breakProduct({ only }: Command): Promise<number> {
  const { tried, unseen } = await tryBreaks(root, only);
  const passed = tried - unseen.length;
  process.stdout.write(`\n${passed} of ${tried} defects seen\n`);
  recordResults({
    passed,
    failures: unseen.map(({ proof, defect }) => `${proof} does not see: ${defect}`),
  });
  return unseen.length === 0 ? 0 : 1;
}

async function prove(command: Command): Promise<number> {
  const chosen = PROOFS.filter(({ name, alone, fullOnly }) =>
    command.only.length > 0 ? command.only.includes(name) : !alone && !(command.quick && fullOnly),
  );
  const outcomes: Outcome[] = [];
  for (const proof of chosen) {
    process.stdout.write(`\n${proof.name}: ${proof.claim}\n`);
    const outcome = await startProof(proof, command, showProgress(proof));
    clearProgress();
    outcomes.push(outcome);
    show(outcome);
    // At once: what comes after may take an hour, or be interrupted.
    if (command.write) write(outcome, command);
  }
  summarize(outcomes);
  if (command.write) process.stdout.write("\nThe figures stand in docs/reliability.md.\n");
  tally(outcomes);
  return outcomes.every(holds) ? 0 : 1;
}

function show({ figures, seconds }: Outcome): void {
  const width = Math.max(...figures.map(({ what }) => what.length));
  for (const { what, target, measured, held, examples = [] } of figures) {
    process.stdout.write(`  ${verdict(held)} ${what.padEnd(width)}  ${measured} (${target})\n`);
    if (held) continue;
    for (const example of examples.slice(0, 5)) process.stdout.write(`      ${example}\n`);
    if (examples.length > 5) process.stdout.write(`      and ${examples.length - 5} more\n`);
  }
  process.stdout.write(`  ${duration(seconds)}\n`);
}

function summarize(outcomes: readonly Outcome[]): void {
  process.stdout.write("\n");
  for (const outcome of outcomes) {
    const held = outcome.figures.filter((figure) => figure.held).length;
    const unmeasured = outcome.figures.filter((figure) => figure.held === null).length;
    const rest = unmeasured === 0 ? "" : `, ${unmeasured} not measured`;
    process.stdout.write(
      `${holds(outcome) ? "✓" : "✗"} ${outcome.proof.name.padEnd(22)}${held} of ${outcome.figures.length} figures held${rest}  ${duration(outcome.seconds)}\n`,
    );
  }
}

function holds({ figures }: Outcome): boolean {
  return figures.every((figure) => figure.held !== false);
}

/** Adds the figures to what a run of several commands counts, when there is one. */
function tally(outcomes: readonly Outcome[]): void {
  const figures = outcomes.flatMap(({ proof, figures }) => figures.map((figure) => ({ proof, ...figure })));
  recordResults({
    passed: figures.filter(({ held }) => held).length,
    failures: figures
      .filter(({ held }) => held === false)
      .map(
        ({ proof, what, measured, target, examples = [] }) =>
          `${proof.name}: ${what}: ${measured} (${target}) ${examples[0] ?? ""}`,
      ),
  });
}

function write(outcome: Outcome, { seed }: Command): void {
  const file = join(root, "docs", "reliability.md");
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${describeMachine()}, ${describeLoad()}`;
  const circumstances = { machine, commit: describeCommit(root, "docs/reliability.md"), day, seed };
  writeFileSync(file, writeFigures(readFileSync(file, "utf8"), [outcome], circumstances));
}

function showProgress({ name }: ListedProof): (done: number, total: number) => void {
  if (!process.stdout.isTTY) return () => undefined;
  return (done, total) => {
    process.stdout.write(`\r  ${name} ${Math.floor((100 * done) / total)} % `);
  };
}

function clearProgress(): void {
  if (process.stdout.isTTY) process.stdout.write("\r\x1b[K");
}
