import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { LambdaDeploymentConfig, LambdaDeploymentGroup } from "aws-cdk-lib/aws-codedeploy";
import { Alias, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";

export interface ReleaseProps {
  readonly lambda: LambdaFunction;
  /**
   * Sends a tenth of the requests to a new version for five minutes; errors restore the old one, and the deployment
   * fails.
   */
  readonly isGradual: boolean;
}

/** Releases a new version of a function. Old ones are retained, so that the alias can be switched back by hand. */
export class GradualRelease extends Construct {
  /** The alias that callers invoke. */
  readonly live: Alias;

  constructor(scope: Construct, id: string, { lambda, isGradual }: ReleaseProps) {
    super(scope, id);
    lambda.currentVersion.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.live = new Alias(this, "Live", { aliasName: "live", version: lambda.currentVersion });
    if (!isGradual) return;
    const errors = new Alarm(this, "Errors", {
      alarmDescription:
        "A version of the API that is being released fails. Docs: docs/runbook.md#a-deployment-rolled-back",
      metric: this.live.metricErrors({ period: Duration.minutes(1) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const group = new LambdaDeploymentGroup(this, "Group", {
      alias: this.live,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: [errors],
    });
    Validations.of(group).acknowledge({
      id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]",
      reason:
        "AWS' own policy for exactly this, the narrower of its two: moving an alias, and reading alarms.",
    });
  }
}
