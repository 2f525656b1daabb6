import { CfnOutput, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { AlarmSpec } from "../monitoring/alarm-spec.ts";
import { createDashboard } from "../monitoring/dashboard.ts";
import { pipelineAlarms } from "../monitoring/pipeline-alarms.ts";
import { serviceAlarms } from "../monitoring/service-alarms.ts";
import { upstreamAlarms } from "../monitoring/upstream-alarms.ts";
import type { EnvironmentProps } from "./environment-props.ts";
import type { ServiceStack } from "./service-stack.ts";

export interface MonitoringStackProps extends EnvironmentProps, StackProps {
  readonly service: ServiceStack;
  readonly table: TableV2;
}

/** Alarms, whom they go to, and a dashboard to look at when one went off. */
export class MonitoringStack extends Stack {
  readonly #environment: string;
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    const { environment, settings, service, table, ...stackProps } = props;
    super(scope, id, { ...stackProps, description: "Deploy Lens: alarms and dashboard" });
    this.#environment = environment;
    this.#topic = new Topic(this, "Alarms", { displayName: `Deploy Lens ${environment}`, enforceSSL: true });
    for (const email of settings.alarms.emails) this.#topic.addSubscription(new EmailSubscription(email));
    Validations.of(this).acknowledge({
      id: "Serverless-SNSRedrivePolicy",
      reason: "Nobody would look for an e-mail in a queue: alarms that are on stand on the dashboard.",
    });

    const { pipeline, bff, api } = service;
    const { discover, derive, audit } = pipeline;
    const functions = Object.entries({ bff, discover, derive, audit }).map(([name, { lambda }]) => ({
      name,
      lambda,
    }));
    const specs = [
      ...pipelineAlarms(environment, pipeline),
      ...upstreamAlarms(environment),
      ...serviceAlarms({ stage: api.stage, functions, table }),
    ];
    const alarms = specs.map((spec) => this.#alarm(spec));
    createDashboard(this, { environment, alarms, pipeline, stage: api.stage, functions, table });
    new CfnOutput(this, "AlarmTopic", { value: this.#topic.topicArn });
  }

  #alarm({ id, about, meaning, metric, condition }: AlarmSpec): Alarm {
    const name = about === undefined ? id : `${id}-${about}`;
    const alarm = new Alarm(this, name, {
      alarmName: `deploy-lens-${this.#environment}-${name}`,
      alarmDescription: `${meaning} What to do: docs/runbook.md#${id}`,
      metric,
      comparisonOperator: condition.comparison,
      threshold: condition.threshold,
      evaluationPeriods: condition.periods,
      datapointsToAlarm: condition.breaching,
      treatMissingData: condition.missing,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
    alarm.addOkAction(new SnsAction(this.#topic));
    return alarm;
  }
}
