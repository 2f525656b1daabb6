import type { Figure } from "./figure.ts";
import type { Outcome } from "./run-suite.ts";
import { SUITES } from "./suites.ts";
import { SUMMARY, writeSummary } from "./summary.ts";

/** Where and when figures were measured. */
export interface Circumstances {
  readonly machine: string;
  readonly load: string;
  /** ISO 8601 day. */
  readonly day: string;
  readonly commit: string | null;
}

/**
 * Puts the figures of some suites in their places in the document, and sums all up that stand there then; everything else
 * stays as it is. A suite has its place between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`.
 *
 * @throws Error when a suite has no place there.
 */
export function writeFigures(
  document: string,
  outcomes: readonly Outcome[],
  circumstances: Circumstances,
): string {
  const written = outcomes.reduce(
    (text, outcome) => fill(text, outcome.suite.name, sectionOf(outcome, circumstances)),
    document,
  );
  const sections = SUITES.map(({ name }) => ({ name, text: placeOf(written, name).text }));
  return fill(written, SUMMARY, writeSummary(sections));
}

function fill(document: string, name: string, text: string): string {
  const { from, to } = placeOf(document, name);
  return `${document.slice(0, from)}\n${text}${document.slice(to)}`;
}

function placeOf(document: string, name: string) {
  const open = `<!-- bench:${name} -->`;
  const close = `<!-- /bench:${name} -->`;
  const start = document.indexOf(open);
  const to = document.indexOf(close);
  if (start < 0 || to < start) throw new Error(`docs/performance.md has no place ${open} … ${close}`);
  const from = start + open.length;
  return { from, to, text: document.slice(from, to) };
}

function sectionOf({ suite, figures, seconds }: Outcome, circumstances: Circumstances): string {
  const { machine, load, day, commit } = circumstances;
  const at = commit === null ? "" : `, commit ${commit}`;
  const reasons = new Set(
    figures.flatMap(({ held, floor }) => (held === false && floor !== undefined ? [floor] : [])),
  );
  return [
    `**${suite.title}.** ${suite.how}`,
    "",
    "| | measured | beside it | target | |",
    "| --- | --- | --- | --- | --- |",
    ...figures.map(rowOf),
    "",
    ...[...reasons].flatMap((reason) => [`**Why not.** ${reason}`, ""]),
    `\`npm run bench -- --only ${suite.name}\`, ${seconds.toFixed(0)} s, ${day}${at}; ${machine}, ${load}.`,
    "",
  ].join("\n");
}

function rowOf({ what, measured, beside, target, held }: Figure): string {
  return `| ${[what, measured, beside, target, verdict(held)].map(cell).join(" | ")} |`;
}

/** How a figure's verdict is shown. */
export function verdict(held: boolean | null): string {
  if (held === null) return "";
  return held ? "✓" : "✗";
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
