import { Duration } from "aws-cdk-lib";
import type { HttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  PeriodOverride,
  Stats,
} from "aws-cdk-lib/aws-cloudwatch";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import type { Pipeline } from "../pipeline/pipeline.ts";
import type { EnvironmentName } from "../settings.ts";
import { pipelineMetric } from "./metrics.ts";
import type { NamedFunction } from "./service-alarms.ts";

export interface DashboardProps {
  readonly environment: EnvironmentName;
  readonly alarms: readonly Alarm[];
  readonly pipeline: Pipeline;
  readonly stage: HttpStage;
  readonly functions: readonly NamedFunction[];
  readonly table: TableV2;
}

/** One page: alarms first, then the way of an event from the upstream to the answer. */
export function createDashboard(scope: Construct, props: DashboardProps): Dashboard {
  const { environment, alarms, pipeline, stage, functions, table } = props;
  const metric = (name: Parameters<typeof pipelineMetric>[1], statistic?: string) =>
    pipelineMetric(environment, name, 5, statistic);
  const period = Duration.minutes(5);
  return new Dashboard(scope, "Dashboard", {
    dashboardName: `deploy-lens-${environment}`,
    periodOverride: PeriodOverride.AUTO,
    defaultInterval: Duration.hours(24),
    widgets: [
      [new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms], width: 24, height: 4 })],
      [
        graph("Upstream", [
          metric("UpstreamRequests"),
          metric("UpstreamErrors"),
          metric("UpstreamThrottles"),
        ]),
        graph("Discovery", [metric("ServicesListed"), metric("ServicesQueued"), metric("DiscoverFailed")]),
        graph("Queue", [
          pipeline.work.queue.metricApproximateNumberOfMessagesVisible({ period, label: "waiting" }),
          pipeline.work.queue.metricApproximateAgeOfOldestMessage({ period, label: "oldest, s" }),
          pipeline.work.deadLetters.metricApproximateNumberOfMessagesVisible({
            period,
            label: "dead letters",
          }),
        ]),
      ],
      [
        graph("Messages", [
          metric("MessagesProcessed"),
          metric("MessagesFailed"),
          metric("MessagesReturned"),
          metric("MessagesDeadLettered"),
        ]),
        graph("Events and deployments", [
          metric("EventsRead"),
          metric("EventsUnclassified"),
          metric("DeploymentsWritten"),
        ]),
        graph("From event to table, ms", [
          metric("IngestDelay", Stats.p(50)),
          metric("IngestDelay", Stats.p(90)),
          metric("IngestDelay", Stats.p(99)),
        ]),
      ],
      [
        graph("Requests", [
          stage.metricCount({ period }),
          stage.metricClientError({ period }),
          stage.metricServerError({ period }),
        ]),
        graph("Answers, ms", [
          stage.metricLatency({ period, statistic: Stats.p(50) }),
          stage.metricLatency({ period, statistic: Stats.p(90) }),
          stage.metricLatency({ period, statistic: Stats.p(99) }),
        ]),
        graph("Table, capacity units", [
          table.metricConsumedReadCapacityUnits({ period }),
          table.metricConsumedWriteCapacityUnits({ period }),
        ]),
      ],
      [
        graph(
          "Functions: errors",
          functions.map(({ lambda }) => lambda.metricErrors({ period })),
        ),
        graph(
          "Functions: duration p90, ms",
          functions.map(({ lambda }) => lambda.metricDuration({ period, statistic: Stats.p(90) })),
        ),
        graph(
          "Functions: at once",
          functions.map(({ lambda }) =>
            lambda.metric("ConcurrentExecutions", { period, statistic: Stats.MAXIMUM }),
          ),
        ),
      ],
    ],
  });
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, height: 6, liveData: true });
}
