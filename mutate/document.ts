import { fillPlace, placeOf, tableRow } from "../bench/src/frame/place.ts";
import { type Judgment, percentKilled } from "./judge.ts";

/** A row of an area's table. */
export interface MeasuredFile extends Omit<Judgment, "failures"> {
  /** The day of the run. */
  readonly day: string;
  /** A hash of the file as it was then. */
  readonly sources: string;
}

const ROW = /^\| `(.+)` \| (\d+) \| (\d+) \| .* \| (\d+) \| (\S+), `(\w+)` \|$/gm;

/** Reads the table of an area. */
export function readTable(document: string, area: string): MeasuredFile[] {
  return [...placeOf(document, `mutate:${area}`).text.matchAll(ROW)].map(
    ([, file = "", mutants, killed, equivalent, day = "", sources = ""]) => ({
      file,
      mutants: Number(mutants),
      killed: Number(killed),
      equivalent: Number(equivalent),
      day,
      sources,
    }),
  );
}

/** Writes what was measured into the table of an area; the rows of other files stay, as long as the files exist. */
export function withMeasured(
  document: string,
  area: string,
  measured: readonly MeasuredFile[],
  existing: readonly string[],
): string {
  const rows = new Map([...readTable(document, area), ...measured].map((row) => [row.file, row]));
  const kept = [...rows.values()].filter(({ file, mutants }) => existing.includes(file) && mutants > 0);
  const sum = (of: (row: MeasuredFile) => number) => kept.reduce((total, row) => total + of(row), 0);
  const all = {
    mutants: sum(({ mutants }) => mutants),
    killed: sum(({ killed }) => killed),
    equivalent: sum(({ equivalent }) => equivalent),
  };
  const table = [
    tableRow(["file", "mutants", "killed", "", "equivalent", "measured"]),
    tableRow(["---", "---:", "---:", "---:", "---:", "---"]),
    ...kept
      .toSorted((a, b) => (a.file < b.file ? -1 : 1))
      .map((row) => tableRow([`\`${row.file}\``, ...figures(row), `${row.day}, \`${row.sources}\``])),
    tableRow(["all", ...figures(all), ""]),
  ];
  return fillPlace(document, `mutate:${area}`, `${table.join("\n")}\n`);
}

function figures(row: Pick<Judgment, "mutants" | "killed" | "equivalent">): string[] {
  return [String(row.mutants), String(row.killed), percentKilled(row), String(row.equivalent)];
}
