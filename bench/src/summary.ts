/** The place of the summary in the document, as suites have theirs. */
export const SUMMARY = "summary";

/** A suite's part of the document, as it stands there. */
export interface Section {
  readonly name: string;
  readonly text: string;
  /** Whether it was measured before its sources changed. */
  readonly isStale: boolean;
}

/**
 * Sums the document up: every figure with a target, whichever run it is from.
 *
 * Read from the tables as they stand, so that a run of one suite keeps what others found before.
 */
export function writeSummary(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ name, text }) => promisesIn(text).map((cells) => ({ name, cells })));
  const missed = rows.filter(({ cells }) => cells.at(-1) === "✗").length;
  const unmeasured = rows.filter(({ cells }) => cells.at(-1) === "").length;
  const stale = sections.filter(({ isStale }) => isStale).map(({ name }) => `[${name}](#${name})`);
  return [
    `${rows.length - missed - unmeasured} of ${rows.length} targets are met${missed === 0 ? "" : `, ${missed} missed`}${unmeasured === 0 ? "" : `, ${unmeasured} not measured`}.`,
    ...(stale.length === 0 ? [] : ["", `Measured before their sources changed: ${stale.join(", ")}.`]),
    "",
    "| suite | | measured | target | |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map(
      ({ name, cells: [what, measured, , target, verdict] }) =>
        `| [${name}](#${name}) | ${what} | ${measured} | ${target} | ${verdict} |`,
    ),
    "",
  ].join("\n");
}

/** The cells of each row with a target. */
function promisesIn(text: string): readonly (readonly string[])[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| |") && !line.startsWith("| ---"))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter((cells) => cells[3] !== undefined && cells[3] !== "");
}
