import type { RequestInfo } from "@deploy-lens/modelarts/request-info";
import {
  METRICS_DIMENSION,
  METRICS_NAMESPACE,
  REQUEST_METRICS,
  ROUTE_DIMENSION,
  UPSTREAM_METRICS,
} from "../settings/constants.ts";
import type { RequestLog } from "./request-log.ts";

/** Where lines go, and what they are stamped with. */
export interface LogOptions {
  readonly environmentName: string;
  readonly version: string;
  readonly now: () => number;
  readonly writeLine: (line: string) => void;
}

/** Writes the log of the function: one line for each request, and one for each call to the upstream. */
export interface LogWriter {
  readonly request: (line: RequestLog) => void;
  readonly upstream: (call: RequestInfo) => void;
}

/** Makes a writer. Each line is its metrics, too. */
export function createLogWriter({ environmentName, version, now, writeLine }: LogOptions): LogWriter {
  const stamp = { [METRICS_DIMENSION]: environmentName, version };
  const ofRequests = metricsHeader(REQUEST_METRICS, [
    [METRICS_DIMENSION],
    [METRICS_DIMENSION, ROUTE_DIMENSION],
  ]);
  const ofUpstreamCalls = metricsHeader(UPSTREAM_METRICS, [[METRICS_DIMENSION]]);
  let coldStart = true;

  return {
    request(line) {
      const atMs = now();
      const values: Record<keyof typeof REQUEST_METRICS, number> = {
        Requests: 1,
        ClientErrors: line.status >= 400 && line.status < 500 ? 1 : 0,
        ServerErrors: line.status >= 500 ? 1 : 0,
        StaleAnswers: line.cache === "stale" ? 1 : 0,
        Latency: line.durationMs,
      };
      writeLine(
        withMetrics(ofRequests(atMs), {
          time: new Date(atMs).toISOString(),
          level: line.status >= 500 ? "error" : "info",
          message: "request",
          ...stamp,
          ...line,
          coldStart,
          ...values,
        }),
      );
      coldStart = false;
    },
    upstream(call) {
      const atMs = now();
      const { route, status, errorKind, durationMs, attempts, retries } = call;
      const failed = errorKind !== null && errorKind !== "not_found" && errorKind !== "aborted";
      const values: Record<keyof typeof UPSTREAM_METRICS, number> = {
        UpstreamRequests: attempts,
        UpstreamErrors: failed ? 1 : 0,
        UpstreamThrottles: errorKind === "throttled" ? 1 : 0,
        UpstreamRefusals: errorKind === "auth" || errorKind === "credentials" ? 1 : 0,
        UpstreamLatency: durationMs,
      };
      writeLine(
        withMetrics(ofUpstreamCalls(atMs), {
          time: new Date(atMs).toISOString(),
          level: failed ? "warn" : "info",
          message: "upstream call",
          ...stamp,
          ...{ upstreamRoute: route, status, failure: errorKind, durationMs, attempts, retries },
          ...values,
        }),
      );
    },
  };
}

/** A line of JSON that ends in what says which of its fields are metrics. */
function withMetrics(header: string, fields: object): string {
  return `${JSON.stringify(fields).slice(0, -1)},${header}}`;
}

/** The last member of a line's JSON, which says which of its fields are metrics. */
type MetricsHeader = (atMs: number) => string;

/**
 * Makes what makes a line of JSON a document of CloudWatch's embedded metric format: which of its fields are metrics, by which of
 * its fields. CloudWatch reads it out of the log, so no call is made and nothing waits.
 *
 * Source: CloudWatch, "Specification: Embedded metric format".
 */
function metricsHeader(
  metrics: Readonly<Record<string, "Count" | "Milliseconds">>,
  dimensions: readonly (readonly string[])[],
): MetricsHeader {
  // Always the same, and most of a line: written once.
  const metricsText = JSON.stringify([
    {
      Namespace: METRICS_NAMESPACE,
      Dimensions: dimensions,
      Metrics: Object.entries(metrics).map(([Name, Unit]) => ({ Name, Unit })),
    },
  ]);
  return (atMs) => `"_aws":{"Timestamp":${atMs},"CloudWatchMetrics":${metricsText}}`;
}
