import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { EnvironmentSettings } from "./settings.ts";

/** Retention of logs. Guarantee: the days that settings allow are among those that CloudWatch accepts. */
export function logRetention({ logDays }: EnvironmentSettings): RetentionDays {
  return logDays as RetentionDays;
}
