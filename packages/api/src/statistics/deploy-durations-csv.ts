import type { DeployDurations, DurationGroup } from "./deploy-durations.ts";

/** One cell before quoting; `null` is an empty cell. */
export type CsvCell = string | number | null;

/**
 * The header row of a statistics answer as `text/csv`. Its columns do not depend on the grouping, so that spreadsheet
 * formulas stay valid; one column per quantile.
 *
 * @example
 * csvColumns([0.5, 0.999]).slice(-8); // ["p50Ms", "p99.9Ms", "criticalMs", "share", "method", "relativeError", "asOf", "outcome"]
 */
export function csvColumns(quantiles: readonly number[]): string[] {
  return [
    ...["from", "to", "serviceId", "serviceName", "day", "phase", "modelName", "modelVersion"],
    ...["n", "minMs", "meanMs", "maxMs"],
    ...quantiles.map((quantile) => `p${percent(quantile)}Ms`),
    ...["criticalMs", "share", "method", "relativeError", "asOf", "outcome"],
  ];
}

/** The service cells of a row; the name is `null` if it was never stored. */
export interface ServiceCells {
  readonly id: string;
  readonly name: string | null;
}

/**
 * The rows below {@link csvColumns}: the groups of the requested window, then those of the compared one. Cells are raw.
 * Model and service names are user input, so the caller must quote cells and defuse formulas.
 *
 * @param service the service that all groups belong to; `null` if each group names its own
 */
export function csvRows(
  answer: DeployDurations,
  quantiles: readonly number[],
  service: ServiceCells | null = null,
): CsvCell[][] {
  const windows = answer.comparison === undefined ? [answer] : [answer, answer.comparison];
  return windows.flatMap((window) =>
    window.groups.map((group) => [
      window.window.from,
      window.window.to,
      ...keyCells(group, service),
      group.n,
      group.min,
      group.mean,
      group.max,
      ...quantiles.map((quantile) => group.quantiles[String(quantile)] ?? null),
      group.criticalMs,
      group.share,
      window.method,
      window.relativeError,
      answer.asOf,
      group.key.outcome ?? null,
    ]),
  );
}

function keyCells({ key }: DurationGroup, asked: ServiceCells | null): CsvCell[] {
  const service = key.service ?? asked;
  return [
    service?.id ?? null,
    service?.name ?? null,
    key.day ?? null,
    key.phase ?? null,
    key.model?.name ?? null,
    key.model?.version ?? null,
  ];
}

/**
 * Names a quantile without a dot.
 *
 * @example
 * percentileName(0.999); // "p99_9"
 */
export function percentileName(quantile: number): string {
  return `p${percent(quantile).replace(".", "_")}`;
}

/** Formats 0.999 as "99.9" via a fixed number of digits, since 0.999 * 100 is 99.90000000000001. */
function percent(quantile: number): string {
  return String(Number((quantile * 100).toFixed(4)));
}
