import { createLog, type Log } from "@deploy-lens/observe/log";
import type { MetricName } from "../constants.ts";
import type { Metrics } from "../observe/metrics.ts";

export interface Collected {
  readonly metrics: Metrics;
  readonly sums: () => Readonly<Partial<Record<MetricName, number>>>;
  readonly log: Log;
  readonly lines: string[];
}

export function collectMetrics(): Collected {
  const sums = new Map<MetricName, number>();
  const lines: string[] = [];
  return {
    metrics: {
      add: (name, value = 1) => void sums.set(name, (sums.get(name) ?? 0) + value),
      flush: () => undefined,
    },
    sums: () => Object.fromEntries(sums),
    log: createLog({ level: "debug", now: () => 0, writeLine: (line) => void lines.push(line) }),
    lines,
  };
}
