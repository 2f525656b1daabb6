import type { CsvCell } from "../statistics/deploy-durations-csv.ts";

/**
 * Writes rows as `text/csv`. Source: RFC 4180. Model and service names are free text, and spreadsheets execute a cell
 * that starts like a formula; a leading apostrophe makes it text.
 */
export function writeCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(writeCell).join(",")}\r\n`).join("");
}

function writeCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
