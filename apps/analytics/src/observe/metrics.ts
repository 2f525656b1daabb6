import { metricsHeader, withMetrics } from "@deploy-lens/observe/log";
import { METRICS, METRICS_DIMENSION, METRICS_NAMESPACE, type MetricName } from "../constants.ts";

export interface Metrics {
  /** Adds one observation: counts are summed, times are collected individually. */
  add(name: MetricName, value?: number): void;
  /** Writes the collected metrics as one line, if there are any, and resets them. */
  flush(): void;
}

export interface MetricsOptions {
  readonly environmentName: string;
  readonly now: () => number;
  readonly writeLine: (line: string) => void;
}

/** CloudWatch's maximum number of values of one metric per line. */
const MAX_VALUES = 100;

/**
 * Metrics in CloudWatch's embedded metric format: JSON lines that CloudWatch extracts from the log, so that no call is made.
 */
export function createMetrics({ environmentName, now, writeLine }: MetricsOptions): Metrics {
  let sums = new Map<MetricName, number>();
  let times = new Map<MetricName, number[]>();

  function flush(): void {
    const values = [...sums, ...times].filter(([, value]) => typeof value === "number" || value.length > 0);
    sums = new Map();
    times = new Map();
    if (values.length === 0) return;
    const metrics = Object.fromEntries(values.map(([name]) => [name, METRICS[name]]));
    const header = metricsHeader({
      namespace: METRICS_NAMESPACE,
      dimensions: [[METRICS_DIMENSION]],
      metrics,
    });
    writeLine(
      withMetrics(header(now()), {
        [METRICS_DIMENSION]: environmentName,
        ...Object.fromEntries(values),
      }),
    );
  }

  return {
    add(name, value = 1) {
      if (METRICS[name] === "Count") {
        sums.set(name, (sums.get(name) ?? 0) + value);
        return;
      }
      const known = times.get(name) ?? [];
      times.set(name, known);
      known.push(value);
      if (known.length >= MAX_VALUES) flush();
    },
    flush,
  };
}
