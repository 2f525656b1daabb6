import { METRICS_NAMESPACE } from "../constants.ts";

/** The part of a line that says which of its fields are metrics. */
export type MetricsHeader = (atMs: number) => {
  readonly Timestamp: number;
  readonly CloudWatchMetrics: unknown;
};

/**
 * Makes what makes a line of JSON a document of CloudWatch's embedded metric format: which of its fields are metrics, by which of
 * its fields. CloudWatch reads it out of the log, so no call is made and nothing waits.
 *
 * Source: CloudWatch, "Specification: Embedded metric format".
 */
export function metricsHeader(
  metrics: Readonly<Record<string, "Count" | "Milliseconds">>,
  dimensions: readonly (readonly string[])[],
): MetricsHeader {
  const CloudWatchMetrics = [
    {
      Namespace: METRICS_NAMESPACE,
      Dimensions: dimensions,
      Metrics: Object.entries(metrics).map(([Name, Unit]) => ({ Name, Unit })),
    },
  ];
  return (atMs) => ({ Timestamp: atMs, CloudWatchMetrics });
}
