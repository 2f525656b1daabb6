import * as analytics from "@deploy-lens/analytics/constants";
import * as bff from "@deploy-lens/bff/constants";
import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";

/** How a metric is looked at. */
export interface View {
  readonly environment: string;
  /** The length of a period. */
  readonly minutes: number;
  /** Default: the sum of counts, the 90th percentile of times. */
  readonly statistic?: string;
}

/** A metric that the pipeline writes. */
export function pipelineMetric(name: analytics.MetricName, view: View): Metric {
  return appMetric(analytics, name, analytics.METRICS[name], view);
}

/** A metric about ModelArts that the BFF writes. */
export function bffUpstreamMetric(name: keyof typeof bff.UPSTREAM_METRICS, view: View): Metric {
  return appMetric(bff, name, bff.UPSTREAM_METRICS[name], view);
}

function appMetric(
  app: { readonly METRICS_NAMESPACE: string; readonly METRICS_DIMENSION: string },
  metricName: string,
  unit: "Count" | "Milliseconds",
  { environment, minutes, statistic }: View,
): Metric {
  return new Metric({
    namespace: app.METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { [app.METRICS_DIMENSION]: environment },
    statistic: statistic ?? (unit === "Count" ? Stats.SUM : Stats.p(90)),
    period: Duration.minutes(minutes),
  });
}

/**
 * A count, 0 where nothing was counted, in the hours in which the pipeline ran; of other hours nothing is known. So an alarm on
 * what did not happen begins to count when the environment begins to live.
 */
export function whileRunning(count: IMetric, running: IMetric): MathExpression {
  return new MathExpression({
    label: "count while the pipeline ran",
    expression: "IF(FILL(running, 0) > 0, FILL(count, 0))",
    usingMetrics: { count, running },
    period: Duration.minutes(60),
  });
}

/**
 * The share of `part` in `whole`, percent; below `atLeast` there is nothing to say, and it is 0. A part without a whole, such as
 * calls that failed before anything was sent, is all of it.
 */
export function percent(
  label: string,
  { part, whole, atLeast }: { part: IMetric; whole: IMetric; atLeast: number },
  minutes: number,
): MathExpression {
  return new MathExpression({
    label,
    expression: `IF(MAX([FILL(part, 0), FILL(whole, 0)]) < ${atLeast}, 0, 100 * FILL(part, 0) / MAX([FILL(part, 0), FILL(whole, 0)]))`,
    usingMetrics: { part, whole },
    period: Duration.minutes(minutes),
  });
}
