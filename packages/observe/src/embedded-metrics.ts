/** The `_aws` member of lines that carry the same metrics: made once, stamped for each line. */
export type MetricsHeader = (atMs: number) => string;

/** The metrics of log lines, and the fields that become their dimensions in CloudWatch. */
export interface MetricsSchema {
  readonly namespace: string;
  readonly dimensions: readonly (readonly string[])[];
  readonly metrics: Readonly<Record<string, "Count" | "Milliseconds">>;
}

/**
 * Builds the metadata that turns a line of JSON into a record of CloudWatch's embedded metric format.
 *
 * Source: CloudWatch, "Specification: Embedded metric format".
 */
export function metricsHeader({ namespace, dimensions, metrics }: MetricsSchema): MetricsHeader {
  const metricsText = JSON.stringify([
    {
      Namespace: namespace,
      Dimensions: dimensions,
      Metrics: Object.entries(metrics).map(([Name, Unit]) => ({ Name, Unit })),
    },
  ]);
  return (atMs) => `"_aws":{"Timestamp":${atMs},"CloudWatchMetrics":${metricsText}}`;
}

/** A line of JSON that ends in its metadata. */
export function withMetrics(header: string, fields: object): string {
  return `${JSON.stringify(fields).slice(0, -1)},${header}}`;
}
