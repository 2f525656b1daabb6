import { TABLE } from "@deploy-lens/store/table/schema";
import { Duration } from "aws-cdk-lib";
import type { HttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import { Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import type { StoredTable } from "../constructs/binding.ts";
import { type AlarmSpec, above } from "./alarm-spec.ts";
import { percent } from "./metrics.ts";

/** The resources that the alarms of the API and of the table use. */
export interface ServiceParts {
  readonly stage: HttpStage;
  readonly functions: readonly NamedFunction[];
  readonly table: StoredTable;
}

export interface NamedFunction {
  readonly name: string;
  readonly lambda: LambdaFunction;
}

/** Maximum share of requests that may fail within thirty days, percent. */
const ERROR_BUDGET_PERCENT = 0.1;

/** Alarms about answers, functions and the table. */
export function serviceAlarms({ stage, functions, table }: ServiceParts): AlarmSpec[] {
  const failedRequests = (minutes: number) => {
    const period = Duration.minutes(minutes);
    return percent(
      "requests that failed, %",
      {
        part: stage.metricServerError({ period, statistic: Stats.SUM }),
        whole: stage.metricCount({ period, statistic: Stats.SAMPLE_COUNT }),
        atLeast: 20,
      },
      minutes,
    );
  };
  return [
    {
      // Source of the factors: Google's SRE workbook, "Alerting on SLOs".
      id: "error-budget-burns-fast",
      meaning: "At this rate, a month's budget of failed requests is spent in two days.",
      metric: failedRequests(60),
      condition: above(14.4 * ERROR_BUDGET_PERCENT),
    },
    {
      id: "error-budget-burns-slowly",
      meaning: "At this rate, a month's budget of failed requests is spent in five days.",
      metric: failedRequests(360),
      condition: above(6 * ERROR_BUDGET_PERCENT),
    },
    {
      id: "slow-answers",
      meaning: "One request in a hundred takes more than three seconds.",
      metric: stage.metricLatency({ period: Duration.minutes(5), statistic: Stats.p(99) }),
      condition: above(3_000, { breaching: 3, of: 3 }),
    },
    ...functions.flatMap(({ name, lambda }) => functionAlarms(name, lambda)),
    ...tableAlarms(table),
  ];
}

function functionAlarms(name: string, lambda: LambdaFunction): AlarmSpec[] {
  const sum = { period: Duration.minutes(5), statistic: Stats.SUM };
  return [
    {
      id: "function-errors",
      about: name,
      meaning: "The function crashed or ran out of time, and not only once.",
      metric: lambda.metricErrors(sum),
      condition: above(0, { breaching: 3, of: 3 }),
    },
    {
      id: "function-throttles",
      about: name,
      meaning: "The function was to run more often at once than its concurrency, or the account's, allows.",
      metric: lambda.metricThrottles(sum),
      condition: above(0, { breaching: 3, of: 3 }),
    },
  ];
}

function tableAlarms(table: StoredTable): AlarmSpec[] {
  const places = [
    { name: "", dimensionsMap: {} },
    ...Object.values(TABLE.indexes).map(({ name }) => ({
      name: `-${name}`,
      dimensionsMap: { GlobalSecondaryIndexName: name },
    })),
  ];
  return places.flatMap(({ name, dimensionsMap }) =>
    (["Read", "Write"] as const).map((kind) => ({
      id: "table-throttles",
      about: `${kind.toLowerCase()}s${name}`,
      meaning: "DynamoDB refused requests because a partition, or the account, had too many.",
      metric: new Metric({
        namespace: "AWS/DynamoDB",
        metricName: `${kind}ThrottleEvents`,
        // An index' throttling is only counted for the index itself.
        dimensionsMap: { TableName: table.tableName, ...dimensionsMap },
        period: Duration.minutes(5),
        statistic: Stats.SUM,
      }),
      condition: above(0, { breaching: 2, of: 3 }),
    })),
  );
}
