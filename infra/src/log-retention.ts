import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Settings } from "./settings.ts";

/** How long logs are kept. Guarantee: the days that settings allow are among those that CloudWatch knows. */
export function logRetention({ logDays }: Settings): RetentionDays {
  return logDays as RetentionDays;
}
