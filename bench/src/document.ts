import type { Figure } from "./figure.ts";
import type { Outcome } from "./run-suite.ts";

/** Where and when figures were measured. */
export interface Circumstances {
  readonly machine: string;
  readonly load: string;
  /** ISO 8601 day. */
  readonly day: string;
  readonly commit: string | null;
}

/**
 * Puts the figures of some suites in their places in the document; everything else stays as it is. A suite has its place
 * between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`.
 *
 * @throws Error when a suite has no place there.
 */
export function writeFigures(
  document: string,
  outcomes: readonly Outcome[],
  circumstances: Circumstances,
): string {
  return outcomes.reduce((text, outcome) => {
    const open = `<!-- bench:${outcome.suite.name} -->`;
    const close = `<!-- /bench:${outcome.suite.name} -->`;
    const from = text.indexOf(open);
    const to = text.indexOf(close);
    if (from < 0 || to < from) throw new Error(`docs/performance.md has no place ${open} … ${close}`);
    return `${text.slice(0, from + open.length)}\n${sectionOf(outcome, circumstances)}${text.slice(to)}`;
  }, document);
}

function sectionOf({ suite, figures, seconds }: Outcome, circumstances: Circumstances): string {
  const { machine, load, day, commit } = circumstances;
  const at = commit === null ? "" : `, commit ${commit}`;
  return [
    suite.how,
    "",
    "| | measured | beside it | target | |",
    "| --- | --- | --- | --- | --- |",
    ...figures.map(rowOf),
    "",
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
