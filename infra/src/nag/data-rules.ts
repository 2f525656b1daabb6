import { CfnGlobalTable } from "aws-cdk-lib/aws-dynamodb";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { CfnQueue } from "aws-cdk-lib/aws-sqs";
import { checkOf, type NagRule, resolved } from "./rule.ts";

interface Replica {
  readonly deletionProtectionEnabled?: boolean;
  readonly pointInTimeRecoverySpecification?: { readonly pointInTimeRecoveryEnabled?: boolean };
}

interface Target {
  readonly deadLetterConfig?: { readonly arn?: unknown };
  readonly retryPolicy?: {
    readonly maximumEventAgeInSeconds?: number;
    readonly maximumRetryAttempts?: number;
  };
}

/** Minimum retention of a dead-letter queue, seconds. */
const SEVEN_DAYS_S = 7 * 86_400;

export const DATA_RULES: readonly NagRule[] = [
  {
    name: "TablePointInTimeRecovery",
    info: "The table cannot be restored to a point in time.",
    explanation: "AwsSolutions-DDB3 looks at AWS::DynamoDB::Table alone; TableV2 makes a GlobalTable.",
    check: checkOf(CfnGlobalTable, (table) =>
      everyReplica(
        table,
        (replica) => replica.pointInTimeRecoverySpecification?.pointInTimeRecoveryEnabled === true,
      ),
    ),
  },
  {
    name: "TableRetained",
    info: "The table may be deleted by mistake.",
    explanation:
      "A table that is retained must be protected as well: otherwise the table can be deleted by hand once the stack is gone.",
    check: checkOf(CfnGlobalTable, (table) => {
      const isRetained = table.cfnOptions.deletionPolicy === "Retain";
      return !isRetained || everyReplica(table, (replica) => replica.deletionProtectionEnabled === true);
    }),
  },
  {
    name: "ScheduleGivesUp",
    info: "The schedule tries again for a day, or loses what it could not deliver.",
    explanation:
      "By default a tick is tried 185 times within 24 hours: it would arrive when it no longer matters.",
    check: checkOf(CfnSchedule, (schedule) => {
      const target = resolved<Target>(schedule, schedule.target);
      const age = target?.retryPolicy?.maximumEventAgeInSeconds ?? 86_400;
      return age <= 3_600 && target?.deadLetterConfig?.arn !== undefined;
    }),
  },
  {
    name: "DeadLettersWait",
    info: "A queue without a dead-letter queue of its own keeps messages for less than a week.",
    explanation: "It is one itself, then: its messages must still be there after a weekend.",
    check: checkOf(CfnQueue, (queue) => {
      const isLast = resolved(queue, queue.redrivePolicy) === undefined;
      return !isLast || (resolved<number>(queue, queue.messageRetentionPeriod) ?? 0) >= SEVEN_DAYS_S;
    }),
  },
];

function everyReplica(table: CfnGlobalTable, holds: (replica: Replica) => boolean): boolean {
  return resolved<readonly Replica[]>(table, table.replicas)?.every(holds) === true;
}
