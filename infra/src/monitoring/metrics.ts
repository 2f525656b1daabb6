import * as analytics from "@deploy-lens/analytics/constants";
import * as bff from "@deploy-lens/bff/constants";
import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";

/** Period and statistic of a metric. */
export interface View {
  readonly environment: string;
  readonly minutes: number;
  /** Default: the sum of counts, the 90th percentile of times. */
  readonly statistic?: string;
}

/** A metric of the pipeline. */
export function pipelineMetric(name: analytics.MetricName, view: View): Metric {
  return appMetric(analytics, name, analytics.METRICS[name], view);
}

/** A metric of the BFF's calls to ModelArts. */
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
 * A count, 0 where nothing was counted, in the hours in which the pipeline ran; no data for other hours. So an alarm
 * on a missing count starts with the environment.
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
 * The share of `part` in `whole`, percent; 0 below `atLeast`. A part without a whole, such as calls that failed
 * before anything was sent, is 100 %.
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
