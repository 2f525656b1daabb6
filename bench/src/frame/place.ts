import type { Circumstances } from "./machine.ts";
import { sourcesNote } from "./sources.ts";

/** A named place in a document, between `<!-- KIND:NAME -->` and `<!-- /KIND:NAME -->`. */
export interface Place {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Finds a place. @throws Error when the document has none of this name. */
export function placeOf(document: string, name: string): Place {
  const open = `<!-- ${name} -->`;
  const close = `<!-- /${name} -->`;
  const start = document.indexOf(open);
  const to = document.indexOf(close);
  if (start < 0 || to < start) throw new Error(`the document has no place ${open} … ${close}`);
  const from = start + open.length;
  return { from, to, text: document.slice(from, to) };
}

/** Puts a text in a place; everything else stays as it is. @throws Error when the document has none of this name. */
export function fillPlace(document: string, name: string, text: string): string {
  const { from, to } = placeOf(document, name);
  return `${document.slice(0, from)}\n${text}${document.slice(to)}`;
}

/** A row of a Markdown table. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((text) => text.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
}

/** The line below a table: the command that measures it again, how long that took, when, on what, and where. */
export function provenance(
  { machine, day, commit }: Circumstances,
  measured: {
    readonly command: string;
    /** `12 s` */
    readonly took: string;
    readonly sources: string | null;
    readonly load: string;
  },
): string {
  const { command, took, sources, load } = measured;
  const at = commit === null ? "" : `, commit ${commit}`;
  return `\`${command}\`, ${took}, ${day}${at}${sourcesNote(sources)}; ${machine}, ${load}.`;
}
