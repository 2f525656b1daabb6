import {
  METRICS,
  METRICS_DIMENSION,
  METRICS_NAMESPACE,
  type MetricName,
} from "@deploy-lens/analytics/constants";
import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { EnvironmentName } from "../settings.ts";

/** A metric that the pipeline writes; counts are summed up over the period. */
export function pipelineMetric(
  environment: EnvironmentName,
  name: MetricName,
  minutes: number,
  statistic?: string,
): Metric {
  return new Metric({
    namespace: METRICS_NAMESPACE,
    metricName: name,
    dimensionsMap: { [METRICS_DIMENSION]: environment },
    statistic: statistic ?? (METRICS[name] === "Count" ? Stats.SUM : Stats.p(90)),
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
