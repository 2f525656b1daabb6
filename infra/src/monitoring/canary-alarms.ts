import type { Duration } from "aws-cdk-lib";
import { Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { type AlarmSpec, above } from "./alarm-spec.ts";

/** The alarm on what asks the environment from outside. */
export function canaryAlarms(asker: LambdaFunction, every: Duration): AlarmSpec[] {
  return [
    {
      id: "canary-fails",
      meaning: "Dashboard or API do not answer as they must, asked from outside.",
      metric: asker.metricErrors({ period: every, statistic: Stats.SUM }),
      condition: above(0, { breaching: 2, of: 3 }),
    },
  ];
}
