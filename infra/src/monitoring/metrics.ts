import * as analytics from "@deploy-lens/analytics/constants";
import * as bff from "@deploy-lens/bff/constants";
import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { EnvironmentName } from "../settings.ts";

/** How a metric is looked at. */
export interface View {
  readonly environment: EnvironmentName;
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

/** The share of `part` in `whole`, percent; where `whole` is less than `atLeast` there is nothing to say, and it is 0. */
export function percent(
  label: string,
  { part, whole, atLeast }: { part: IMetric; whole: IMetric; atLeast: number },
  minutes: number,
): MathExpression {
  return new MathExpression({
    label,
    expression: `IF(FILL(whole, 0) < ${atLeast}, 0, 100 * FILL(part, 0) / whole)`,
    usingMetrics: { part, whole },
    period: Duration.minutes(minutes),
  });
}
