// `npm run prove`: runs the proofs and writes their figures into docs/reliability.md.
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { runCommand } from "@deploy-lens/bench/frame/command-line";
import { describeCircumstances } from "@deploy-lens/bench/frame/machine";
import { recordResults } from "../../scripts/results.ts";
import { tryBreaks } from "./broken/try-breaks.ts";
import { type Command, HELP, parseCommand } from "./command-line.ts";
import { duration, type Outcome, runProof, verdict, writeFigures, writeSummary } from "./outcome.ts";
import { PROOFS } from "./proofs.ts";

const root = join(import.meta.dirname, "..", "..");

await runCommand("prove", async () => {
  const command = parseCommand(process.argv.slice(2));
  if (command === "help") process.stdout.write(HELP);
  else if (command === "list") list();
  else if (command === "stale") edit((document) => writeSummary(document, root));
  else return command.broken ? breakProduct(command) : prove(command);
  return 0;
});

function list(): void {
  for (const { name, claim } of PROOFS) process.stdout.write(`${name.padEnd(22)}${claim}\n`);
}

async function breakProduct({ only }: Command): Promise<number> {
  const { tried, unseen } = await tryBreaks(root, only);
  const passed = tried - unseen.length;
  process.stdout.write(`\n${passed} of ${tried} defects seen\n`);
  const failures = unseen.map(({ proof, defect }) => `${proof} does not see: ${defect}`);
  recordResults({ passed, failures });
  return unseen.length === 0 ? 0 : 1;
}

async function prove(command: Command): Promise<number> {
  const { only, size, write: isWritten } = command;
  const chosen = PROOFS.filter(({ name, fullOnly }) =>
    only.length > 0 ? only.includes(name) : size !== "quick" || !fullOnly,
  );
  const startedAtMs = performance.now();
  const outcomes: Outcome[] = [];
  const proveNext = async (waiting: (typeof chosen)[number][]) => {
    for (let proof = waiting.shift(); proof !== undefined; proof = waiting.shift()) {
      const outcome = await runProof(proof, command);
      outcomes.push(outcome);
      show(outcome);
      // Written at once: the rest takes long, and may be interrupted.
      if (isWritten) write(outcome);
    }
  };
  // Clocks say little while other proofs run.
  const together = chosen.filter(({ runsAlone }) => !runsAlone);
  await Promise.all(Array.from({ length: availableParallelism() }, () => proveNext(together)));
  await proveNext(chosen.filter(({ runsAlone }) => runsAlone));
  summarize(outcomes);
  process.stdout.write(`\n${duration((performance.now() - startedAtMs) / 1_000)} in all.\n`);
  if (isWritten) process.stdout.write("The figures stand in docs/reliability.md.\n");
  return outcomes.every(holds) ? 0 : 1;
}

function show({ proof, figures, seconds }: Outcome): void {
  process.stdout.write(`\n${proof.name}: ${proof.claim}\n`);
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
    const { proof, figures, seconds } = outcome;
    const held = figures.filter((figure) => figure.held).length;
    const unmeasured = figures.filter((figure) => figure.held === null).length;
    const rest = unmeasured === 0 ? "" : `, ${unmeasured} not measured`;
    process.stdout.write(
      `${holds(outcome) ? "✓" : "✗"} ${proof.name.padEnd(22)}${held} of ${figures.length} figures held${rest}  ${duration(seconds)}\n`,
    );
  }
  const figures = outcomes.flatMap(({ proof, figures }) => figures.map((figure) => ({ ...figure, proof })));
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

function holds({ figures }: Outcome): boolean {
  return figures.every((figure) => figure.held !== false);
}

function write(outcome: Outcome): void {
  const circumstances = describeCircumstances(root, "docs/reliability.md");
  edit((document) => writeSummary(writeFigures(document, outcome, circumstances), root));
}

function edit(change: (document: string) => string): void {
  const file = join(root, "docs", "reliability.md");
  writeFileSync(file, change(readFileSync(file, "utf8")));
}
