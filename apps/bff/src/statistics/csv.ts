import { writeCsv } from "@deploy-lens/api/csv/write-csv";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { csvColumns, csvRows, type ServiceCells } from "@deploy-lens/api/statistics/deploy-durations-csv";

/**
 * Writes statistics as `text/csv` with a header.
 *
 * @param service the service that all groups belong to; `null` if each group names its own
 * @example
 * toCsv(answer, [0.5], null).split("\r\n")[0]; // "from,to,serviceId,serviceName,day,phase,…,p50Ms,method,relativeError,asOf"
 */
export function toCsv(
  answer: DeployDurations,
  quantiles: readonly number[],
  service: ServiceCells | null = null,
): string {
  return writeCsv([csvColumns(quantiles), ...csvRows(answer, quantiles, service)]);
}
