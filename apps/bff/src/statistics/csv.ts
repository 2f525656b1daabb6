import type { DeployDurations } from "@deploy-lens/api/deploy-durations";
import { type CsvCell, csvColumns, csvRows } from "@deploy-lens/api/deploy-durations-csv";

/**
 * Writes statistics as `text/csv`, with a header. Source: RFC 4180.
 *
 * Names of models and services are whatever their makers typed, and spreadsheets run a cell that begins like a formula: an
 * apostrophe before it makes it text again.
 *
 * @example
 * toCsv(answer, [0.5]).split("\r\n")[0]; // "from,to,serviceId,serviceName,day,phase,…,p50Ms,method,relativeError,asOf"
 */
export function toCsv(answer: DeployDurations, quantiles: readonly number[]): string {
  const rows = [csvColumns(quantiles), ...csvRows(answer, quantiles)];
  return rows.map((row) => `${row.map(writeCell).join(",")}\r\n`).join("");
}

function writeCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
