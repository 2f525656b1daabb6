import type { Figure } from "./figure.ts";
import type { Circumstances } from "./frame/machine.ts";
import { fillPlace, placeOf, provenance, tableRow } from "./frame/place.ts";
import { hashOfSources, isStale } from "./frame/sources.ts";
import type { Outcome } from "./run-suite.ts";
import { SUITES } from "./suites.ts";
import { SUMMARY, writeSummary } from "./summary.ts";

/**
 * Puts the figures of some suites in their places in the document and updates its summary; the rest stays unchanged.
 * The summary also names tables measured before their sources changed. A suite's place is between `<!-- bench:NAME -->`
 * and `<!-- /bench:NAME -->`.
 *
 * @throws Error when a suite has no place
 */
export function writeFigures(
  document: string,
  outcomes: readonly Outcome[],
  circumstances: Circumstances,
  root: string,
): string {
  const written = outcomes.reduce(
    (text, outcome) => fillPlace(text, `bench:${outcome.suite.name}`, sectionOf(outcome, circumstances)),
    document,
  );
  const sections = SUITES.map(({ name, sources }) => {
    const { text } = placeOf(written, `bench:${name}`);
    return { name, text, isStale: isStale(text, hashOfSources(root, sources)) };
  });
  return fillPlace(written, `bench:${SUMMARY}`, writeSummary(sections));
}

function sectionOf(
  { suite, figures, seconds, load, sources }: Outcome,
  circumstances: Circumstances,
): string {
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
    provenance(circumstances, {
      command: `npm run bench -- --only ${suite.name}`,
      took: `${seconds.toFixed(0)} s`,
      sources,
      load,
    }),
    "",
  ].join("\n");
}

function rowOf({ what, measured, beside, target, held }: Figure): string {
  return tableRow([what, measured, beside, target, verdict(held)]);
}

/** How a figure's verdict is shown. */
export function verdict(held: boolean | null): string {
  if (held === null) return "";
  return held ? "✓" : "✗";
}
