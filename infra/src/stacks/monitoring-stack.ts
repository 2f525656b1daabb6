import { ArnFormat, CfnOutput, Duration, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import { Alarm, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { AppCode } from "../app-code.ts";
import { Canary } from "../canary/canary.ts";
import type { StoredTable } from "../constructs/binding.ts";
import type { EnvironmentProps } from "../constructs/environment-props.ts";
import { type AlarmSpec, above } from "../monitoring/alarm-spec.ts";
import { createDashboard } from "../monitoring/dashboard.ts";
import { pipelineAlarms } from "../monitoring/pipeline-alarms.ts";
import { serviceAlarms } from "../monitoring/service-alarms.ts";
import { upstreamAlarms } from "../monitoring/upstream-alarms.ts";
import type { ServiceStack } from "./service-stack.ts";
import type { WebStack } from "./web-stack.ts";

export interface MonitoringStackProps extends EnvironmentProps, StackProps {
  readonly code: Pick<AppCode, "canary">;
  readonly service: ServiceStack;
  readonly web: WebStack;
  readonly table: StoredTable;
}

/** Alarms, their recipients, the canary, and a dashboard for investigating. */
export class MonitoringStack extends Stack {
  readonly #environment: string;
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    const { environment, settings, code, service, web, table, ...stackProps } = props;
    super(scope, id, { ...stackProps, description: "Deploy Lens: alarms and dashboard" });
    this.#environment = environment;
    this.#topic = new Topic(this, "Alarms", { displayName: `Deploy Lens ${environment}`, enforceSSL: true });
    this.#letAlarmsPublish();
    for (const email of settings.alarms.emails) this.#topic.addSubscription(new EmailSubscription(email));
    Validations.of(this).acknowledge({
      id: "Serverless-SNSRedrivePolicy",
      reason: "Nobody would look for an e-mail in a queue: alarms that are on stand on the dashboard.",
    });

    if (settings.alarms.monthlyBudgetUsd !== undefined)
      this.#budget(settings.alarms.monthlyBudgetUsd, settings.alarms.emails);

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
      ...this.#canary(props),
    ];
    const alarms = specs.map((spec) => this.#alarm(spec));
    createDashboard(this, { environment, alarms, pipeline, stage: api.stage, functions, table });
    new CfnOutput(this, "AlarmTopic", { value: this.#topic.topicArn });
  }

  #canary({ environment, settings, code, service, web }: MonitoringStackProps): AlarmSpec[] {
    const { canaryMinutes } = settings.alarms;
    if (canaryMinutes === 0) return [];
    const every = Duration.minutes(canaryMinutes);
    const { asker } = new Canary(this, "Canary", {
      environment,
      settings,
      code: code.canary,
      every,
      dashboardUrl: web.url,
      apiUrl: service.api.http.apiEndpoint,
      missedTicks: service.pipeline.missedTicks,
    });
    new CfnOutput(this, "CanaryFunction", { value: asker.lambda.functionName });
    return canaryAlarms(asker.lambda, every);
  }

  /** For the whole account: costs are known by tag only if the account has activated cost allocation tags. */
  #budget(amount: number, emails: readonly string[]): void {
    const subscribers = emails.map((address) => ({ subscriptionType: "EMAIL", address }));
    const tell = (notificationType: string, threshold: number) => ({
      notification: {
        notificationType,
        comparisonOperator: "GREATER_THAN",
        threshold,
        thresholdType: "PERCENTAGE",
      },
      subscribers,
    });
    new CfnBudget(this, "Budget", {
      budget: { budgetType: "COST", timeUnit: "MONTHLY", budgetLimit: { amount, unit: "USD" } },
      notificationsWithSubscribers: [tell("ACTUAL", 80), tell("FORECASTED", 100)],
    });
  }

  /**
   * A topic's policy replaces SNS' default one, so CloudWatch must be named; it may only publish for alarms of this
   * account. Source: SNS developer guide, "Example cases for Amazon SNS access control".
   */
  #letAlarmsPublish(): void {
    this.#topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.#topic.topicArn],
        conditions: {
          StringEquals: { "aws:SourceAccount": this.account },
          ArnLike: {
            "aws:SourceArn": this.formatArn({
              service: "cloudwatch",
              resource: "alarm",
              resourceName: "*",
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          },
        },
      }),
    );
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

/** The alarm on what asks the environment from outside. */
function canaryAlarms(asker: LambdaFunction, every: Duration): AlarmSpec[] {
  return [
    {
      id: "canary-fails",
      meaning: "Dashboard or API do not answer as they must, asked from outside.",
      metric: asker.metricErrors({ period: every, statistic: Stats.SUM }),
      condition: above(0, { breaching: 2, of: 3 }),
    },
  ];
}
