import type { RequestInfo } from "@deploy-lens/modelarts/call/request-info";
import { lineHead, metricsHeader, withMetrics } from "@deploy-lens/observe/log";
import {
  METRICS_DIMENSION,
  METRICS_NAMESPACE,
  REQUEST_METRICS,
  ROUTE_DIMENSION,
  UPSTREAM_METRICS,
} from "../settings/constants.ts";
import type { RequestLog } from "./request-log.ts";

export interface LogWriterOptions {
  readonly environmentName: string;
  readonly version: string;
  readonly now: () => number;
  readonly writeLine: (line: string) => void;
}

export interface LogWriter {
  readonly request: (line: RequestLog) => void;
  readonly upstream: (call: RequestInfo) => void;
}

/** Creates a writer. Each line also carries its metrics. */
export function createLogWriter({ environmentName, version, now, writeLine }: LogWriterOptions): LogWriter {
  const writer = { [METRICS_DIMENSION]: environmentName, service: "bff", version };
  const ofRequests = metricsHeader({
    namespace: METRICS_NAMESPACE,
    dimensions: [[METRICS_DIMENSION], [METRICS_DIMENSION, ROUTE_DIMENSION]],
    metrics: REQUEST_METRICS,
  });
  const ofUpstreamCalls = metricsHeader({
    namespace: METRICS_NAMESPACE,
    dimensions: [[METRICS_DIMENSION]],
    metrics: UPSTREAM_METRICS,
  });
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
          ...lineHead(writer, { atMs, level: line.status >= 500 ? "ERROR" : "INFO", message: "request" }),
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
          ...lineHead(writer, { atMs, level: failed ? "WARN" : "INFO", message: "upstream call" }),
          ...{ upstreamRoute: route, status, failure: errorKind, durationMs, attempts, retries },
          ...values,
        }),
      );
    },
  };
}
