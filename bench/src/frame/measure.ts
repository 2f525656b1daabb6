import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { splitOptions, UsageError } from "@deploy-lens/command";
import { duration, type Figure, PUBLISHED, type Run, verdict } from "@deploy-lens/core/testing/figure";
import { recordResults } from "../../../scripts/results.ts";
import { describeCircumstances } from "./machine.ts";
import { ITSELF, type Outcome, runSuite, type Suite } from "./suite.ts";
import { type MeasuredDocument, writeSummary, writeTable } from "./tables.ts";

/** The root of the repository. */
export const ROOT = join(import.meta.dirname, "..", "..", "..");

/** A command that measures a document. */
export interface MeasuringCommand extends MeasuredDocument {
  readonly help: string;
  /** It takes `--quick`, `--long` and `--seed`. */
  readonly isSized: boolean;
  /** A missed target ends it with exit code 1; otherwise only a suite that broke does: the machine may be slow. */
  readonly mustHold: boolean;
}

/** The suites to measure, and their size. */
export interface MeasuringOptions extends Run {
  readonly suites: readonly Suite[];
  /** Write the figures into the document. */
  readonly write: boolean;
}

const SIZED = {
  quick: { type: "boolean", default: false },
  long: { type: "boolean", default: false },
  seed: { type: "string", default: "1" },
} as const;

/**
 * Reads the command line; for `"help"`, `"list"` and `"stale"` there is nothing to measure.
 *
 * @throws UsageError when an argument is unknown, or names no suite
 */
export function parseMeasuring(
  { suites, isSized }: MeasuringCommand,
  args: readonly string[],
): MeasuringOptions | "help" | "list" | "stale" {
  const {
    only,
    help,
    list,
    stale,
    "no-write": noWrite,
    ...sizes
  } = splitOptions(args, {
    only: { type: "string", multiple: true, default: [] },
    "no-write": { type: "boolean", default: false },
    list: { type: "boolean" },
    stale: { type: "boolean" },
    help: { type: "boolean", short: "h" },
    ...(isSized ? SIZED : {}),
  });
  if (help) return "help";
  if (list) return "list";
  if (stale) return "stale";
  const { quick, long, seed } = { quick: false, long: false, seed: "1", ...sizes };
  if (quick && long) throw new UsageError("--quick and --long exclude each other");
  if (!Number.isSafeInteger(Number(seed))) throw new UsageError("--seed takes a whole number");
  const names = only.flatMap((list) => list.split(","));
  const known = suites.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(`there is no "${unknown}": ${known.join(", ")}`);
  return {
    suites: suites.filter(({ name, fullOnly }) =>
      names.length > 0 ? names.includes(name) : !quick || !fullOnly,
    ),
    size: (quick && "quick") || (long && "long") || PUBLISHED.size,
    seed: Number(seed),
    write: !quick && !noWrite,
  };
}

/** Does what the command line says; returns false if something was missed. */
export async function measure(command: MeasuringCommand, args: readonly string[]): Promise<boolean> {
  const options = parseMeasuring(command, args);
  if (options === "help") process.stdout.write(command.help);
  else if (options === "list")
    for (const { name, title } of command.suites) process.stdout.write(`${name.padEnd(22)}${title}\n`);
  else if (options === "stale") edit(command, (text) => writeSummary(command, text, ROOT));
  else return measureAll(command, options);
  return true;
}

async function measureAll(command: MeasuringCommand, options: MeasuringOptions): Promise<boolean> {
  const startedAtMs = performance.now();
  const outcomes: Outcome[] = [];
  const measureNext = async (waiting: Iterable<Suite>) => {
    for (const suite of waiting) {
      const outcome = await runSuite({ root: ROOT, list: command.list }, suite, options);
      outcomes.push(outcome);
      show(outcome);
      // Written at once: the rest takes long, and may be interrupted.
      if (options.write) {
        const circumstances = describeCircumstances(ROOT, command.file);
        edit(command, (text) => writeTable(command, text, outcome, circumstances, ROOT));
      }
    }
  };
  // Clocks say little while other suites run.
  const together = options.suites.filter(({ sharesMachine }) => sharesMachine).values();
  await Promise.all(Array.from({ length: availableParallelism() }, () => measureNext(together)));
  await measureNext(options.suites.filter(({ sharesMachine }) => !sharesMachine));
  process.stdout.write(`\n${outcomes.map(lineOf).join("")}`);
  process.stdout.write(`\n${duration((performance.now() - startedAtMs) / 1_000)} in all.\n`);
  if (options.write) process.stdout.write(`The figures stand in ${command.file}.\n`);
  const missed = outcomes.flatMap(({ suite, figures }) =>
    figures.filter(({ held }) => held === false).map((figure) => ({ ...figure, suite: suite.name })),
  );
  recordResults({
    passed: outcomes.flatMap(({ figures }) => figures).filter(({ held }) => held).length,
    failures: missed.map(
      ({ suite, what, measured, target, examples = [] }) =>
        `${suite}: ${what}: ${measured} (${target}) ${examples[0] ?? ""}`,
    ),
  });
  return !missed.some(({ what }) => command.mustHold || what === ITSELF);
}

function edit({ file }: MeasuringCommand, change: (text: string) => string): void {
  const path = join(ROOT, file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

function show({ suite, figures, seconds }: Outcome): void {
  process.stdout.write(`\n${suite.name}: ${suite.title}\n${figures.map(describeFigure).join("")}`);
  process.stdout.write(`  ${duration(seconds)}\n`);
}

/** A line of a figure, and some counterexamples if it did not hold. */
export function describeFigure(figure: Figure): string {
  const { what, target, measured, held, beside = "", examples = [] } = figure;
  const line = `${verdict(figure) || "·"} ${what}: ${measured}${target === "" ? "" : ` (${target})`}`;
  const more = examples.length > 5 ? [`and ${examples.length - 5} more`] : [];
  const shown = held ? [] : [...examples.slice(0, 5), ...more];
  return `  ${line}${beside === "" ? "" : `; ${beside}`}\n${shown.map((text) => `      ${text}\n`).join("")}`;
}

function lineOf({ suite, figures, seconds }: Outcome): string {
  const targets = figures.filter(({ target }) => target !== "");
  const count = (wanted: boolean | null) => targets.filter(({ held }) => held === wanted).length;
  const open = count(null) === 0 ? "" : `, ${count(null)} not measured`;
  const mark = count(false) === 0 ? "✓" : "✗";
  return `${mark} ${suite.name.padEnd(22)}${count(true)} of ${targets.length} targets met${open}  ${duration(seconds)}\n`;
}
