import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

/** What is left behind of a request. */
export interface RequestLine {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
}

/** One structured line and one set of metrics for each request, with the library that most functions take. */
export function createObserver(): (line: RequestLine) => void {
  const logger = new Logger({ serviceName: "events" });
  const metrics = new Metrics({ namespace: "Peers", serviceName: "events" });
  return (line) => {
    logger.info("request", { ...line });
    metrics.addMetric("Requests", MetricUnit.Count, 1);
    metrics.addMetric("ClientErrors", MetricUnit.Count, line.status >= 400 && line.status < 500 ? 1 : 0);
    metrics.addMetric("ServerErrors", MetricUnit.Count, line.status >= 500 ? 1 : 0);
    metrics.addMetric("Latency", MetricUnit.Milliseconds, line.durationMs);
    metrics.publishStoredMetrics();
  };
}
