import { duration, type Figure, verdict } from "@deploy-lens/core/testing/figure";
import type { Circumstances } from "./machine.ts";
import { fillPlace, placeOf, provenance, tableRow } from "./place.ts";
import { hashOfSources, isStale, type Sources } from "./sources.ts";
import type { Outcome, Suite } from "./suite.ts";

const CELLS = {
  "": ({ what }) => what,
  measured: ({ measured }) => measured,
  "beside it": ({ beside = "" }) => beside,
  target: ({ target }) => target,
} satisfies Record<string, (figure: Figure) => string>;

/** A document whose tables are measured. */
export interface MeasuredDocument {
  /** `npm run COMMAND` writes it; a table's place is between `<!-- COMMAND:NAME -->` and `<!-- /COMMAND:NAME -->`. */
  readonly command: string;
  /** From the root. */
  readonly file: string;
  readonly suites: readonly Suite[];
  /** The file that exports the suites as `SUITES`, from the root. */
  readonly list: string;
  /** Before the verdict, which is the last one. */
  readonly columns: readonly (keyof typeof CELLS)[];
  /** Its summary repeats every figure that has a target. */
  readonly repeatsTargets: boolean;
}

/**
 * Writes the figures of a suite into its place, and sums all tables up as they stand, whichever runs they are from, with the
 * names of those that are older than their sources. Everything else stays as it is.
 *
 * @throws Error when a suite has no place
 */
export function writeTable(
  document: MeasuredDocument,
  text: string,
  outcome: Outcome,
  circumstances: Circumstances,
  root: string,
): string {
  const place = `${document.command}:${outcome.suite.name}`;
  return writeSummary(document, fillPlace(text, place, tableOf(document, outcome, circumstances)), root);
}

function tableOf(
  { command, columns }: MeasuredDocument,
  { suite, run, figures, seconds, load, sources }: Outcome,
  circumstances: Circumstances,
): string {
  const reasons = new Set(
    figures.flatMap(({ held, floor }) => (held === false && floor !== undefined ? [floor] : [])),
  );
  const long = run.size === "long" ? " --long" : "";
  const seed = run.seed === 1 ? "" : ` --seed ${run.seed}`;
  return [
    ...(suite.how === undefined ? [] : [`**${suite.title}.** ${suite.how}`, ""]),
    heading([...columns, ""]),
    ...figures.map((figure) =>
      tableRow([...columns.map((column) => CELLS[column](figure)), verdict(figure)]),
    ),
    "",
    ...[...reasons].flatMap((reason) => [`**Why not.** ${reason}`, ""]),
    provenance(circumstances, {
      command: `npm run ${command} -- --only ${suite.name}${long}${seed}`,
      took: duration(seconds),
      sources,
      load,
    }),
    "",
  ].join("\n");
}

function heading(names: readonly string[]): string {
  return `${tableRow(names)}\n${tableRow(names.map(() => "---"))}`.replaceAll("|  ", "| ");
}

/** Sums the tables up as they stand in the document. @throws Error when a suite has no place */
export function writeSummary(
  { command, suites, columns, repeatsTargets }: MeasuredDocument,
  text: string,
  root: string,
): string {
  const hashes = new Map<Sources, string | null>();
  const hashOf = (sources: Sources) => {
    if (!hashes.has(sources)) hashes.set(sources, hashOfSources(root, sources));
    return hashes.get(sources) ?? null;
  };
  const sections = suites.map((suite) => ({
    ...suite,
    text: placeOf(text, `${command}:${suite.name}`).text,
  }));
  const link = (name: string) => (repeatsTargets ? `[${name}](#${name})` : `\`${name}\``);
  const stale = sections
    .filter((section) => isStale(section.text, hashOf(section.sources)))
    .map(({ name }) => link(name));
  const promised = sections.flatMap((section) =>
    rowsIn(section.text)
      .map((cells) => {
        const cell = (column: (typeof columns)[number]) => cells[columns.indexOf(column)] ?? "";
        return [link(section.name), cell(""), cell("measured"), cell("target"), cells.at(-1) ?? ""] as const;
      })
      .filter(([, , , target]) => target !== ""),
  );
  const count = (wanted: string) => promised.filter(([, , , , one]) => one === wanted).length;
  const [met, missed] = [count("✓"), count("✗")];
  const open = promised.length - met - missed;
  const summary = [
    `${met} of ${promised.length} targets are met${missed === 0 ? "" : `, ${missed} missed`}${open === 0 ? "" : `, ${open} not measured`}.`,
    ...(stale.length === 0 ? [] : ["", `Measured before their sources changed: ${stale.join(", ")}.`]),
    ...(repeatsTargets
      ? [
          "",
          heading(["suite", "", "measured", "target", ""]),
          ...promised.map((cells) => `| ${cells.join(" | ")} |`),
        ]
      : []),
  ];
  return fillPlace(text, `${command}:summary`, `${summary.join("\n")}\n`);
}

/** The cells of each row of figures. */
function rowsIn(text: string): readonly (readonly string[])[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| |") && !line.startsWith("| ---"))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
