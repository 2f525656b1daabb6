import type { MetricName } from "@deploy-lens/analytics/constants";
import { Duration, Stack } from "aws-cdk-lib";
import type { HttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  PeriodOverride,
  Stats,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { StoredTable } from "../constructs/binding.ts";
import { accountGlobalName } from "../constructs/names.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { bffUpstreamMetric, pipelineMetric } from "./metrics.ts";
import type { NamedFunction } from "./service-alarms.ts";

export interface DashboardProps {
  readonly environment: string;
  readonly alarms: readonly Alarm[];
  readonly pipeline: Pipeline;
  readonly stage: HttpStage;
  readonly functions: readonly NamedFunction[];
  readonly table: StoredTable;
}

/** One page: alarms first, then the path of an event from the upstream to the answer. */
export function createDashboard(scope: Construct, props: DashboardProps): Dashboard {
  return new Dashboard(scope, "Dashboard", {
    dashboardName: accountGlobalName(props.environment, Stack.of(scope).region),
    periodOverride: PeriodOverride.AUTO,
    defaultInterval: Duration.hours(24),
    widgets: [
      [new AlarmStatusWidget({ title: "Alarms", alarms: [...props.alarms], width: 24, height: 4 })],
      upstreamRow(props),
      pipelineRow(props),
      apiRow(props),
      functionRow(props),
    ],
  });
}

const MINUTES = 5;
const PERIOD = Duration.minutes(MINUTES);
const PERCENTILES = [50, 90, 99].map((percentile) => Stats.p(percentile));

function upstreamRow({ environment, pipeline: { work } }: DashboardProps): GraphWidget[] {
  const calls = ["UpstreamRequests", "UpstreamErrors", "UpstreamThrottles"] as const;
  const view = { environment, minutes: MINUTES, statistic: Stats.SUM };
  return [
    graph(
      "ModelArts, called by the pipeline",
      calls.map((name) => pipelineMetric(name, view)),
    ),
    graph(
      "ModelArts, called by the API",
      calls.map((name) => bffUpstreamMetric(name, view)),
    ),
    graph("Queue", [
      work.queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label: "waiting" }),
      work.queue.metricApproximateAgeOfOldestMessage({ period: PERIOD, label: "oldest, s" }),
      work.deadLetters.metricApproximateNumberOfMessagesVisible({ period: PERIOD, label: "dead letters" }),
    ]),
  ];
}

function pipelineRow({ environment }: DashboardProps): GraphWidget[] {
  const sum = (name: MetricName) => pipelineMetric(name, { environment, minutes: MINUTES });
  return [
    graph("Messages", [
      sum("ServicesQueued"),
      sum("MessagesProcessed"),
      sum("MessagesFailed"),
      sum("MessagesReturned"),
      sum("MessagesDeadLettered"),
    ]),
    graph("Events and deployments", [
      sum("EventsRead"),
      sum("EventsUnclassified"),
      sum("DeploymentsWritten"),
    ]),
    graph(
      "From event to table, ms",
      PERCENTILES.map((statistic) =>
        pipelineMetric("IngestDelay", { environment, minutes: MINUTES, statistic }),
      ),
    ),
  ];
}

function apiRow({ stage, table }: DashboardProps): GraphWidget[] {
  return [
    graph("Requests", [
      stage.metricCount({ period: PERIOD }),
      stage.metricClientError({ period: PERIOD }),
      stage.metricServerError({ period: PERIOD }),
    ]),
    graph(
      "Answers, ms",
      PERCENTILES.map((statistic) => stage.metricLatency({ period: PERIOD, statistic })),
    ),
    graph("Table, capacity units", [
      ...["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"].map((metricName) =>
        tableMetric(metricName, table),
      ),
    ]),
  ];
}

function tableMetric(metricName: string, { tableName: TableName }: StoredTable): Metric {
  const namespace = "AWS/DynamoDB";
  return new Metric({
    namespace,
    metricName,
    dimensionsMap: { TableName },
    period: PERIOD,
    statistic: Stats.SUM,
  });
}

function functionRow({ functions }: DashboardProps): GraphWidget[] {
  const each = (metricName: string, statistic: string) =>
    functions.map(({ name, lambda }) =>
      lambda.metric(metricName, { period: PERIOD, statistic, label: name }),
    );
  return [
    graph("Functions: errors", each("Errors", Stats.SUM)),
    graph("Functions: duration p90, ms", each("Duration", Stats.p(90))),
    graph("Functions: at once", each("ConcurrentExecutions", Stats.MAXIMUM)),
  ];
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, height: 6, liveData: true });
}
