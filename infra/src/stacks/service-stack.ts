import { CfnOutput, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { bffFunction } from "../api/bff-function.ts";
import { Api } from "../api/http-api.ts";
import { GradualRelease } from "../api/release.ts";
import type { AppCode } from "../app-code.ts";
import type { AppFunction } from "../constructs/app-function.ts";
import type { StoredTable } from "../constructs/binding.ts";
import type { EnvironmentProps } from "../constructs/environment-props.ts";
import { logRetention } from "../log-retention.ts";
import { Pipeline } from "../pipeline/pipeline.ts";

export interface ServiceStackProps extends EnvironmentProps, StackProps {
  readonly code: AppCode;
  readonly table: StoredTable;
  readonly credentials: CfnSecret;
  readonly isPaused: boolean;
}

/** Resources that can be deleted and recreated: the functions, the queue, the schedules, the HTTP API. */
export class ServiceStack extends Stack {
  readonly pipeline: Pipeline;
  readonly bff: AppFunction;
  /** The secret that CloudFront sends with each API request. */
  readonly originSecret: CfnSecret;
  readonly api: Api;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    const { environment, settings, code, table, credentials, isPaused, ...stackProps } = props;
    super(scope, id, { ...stackProps, description: "Deploy Lens: pipeline and API" });
    const parts = { environment, settings, code, table, credentials };
    this.pipeline = new Pipeline(this, "Pipeline", { ...parts, isPaused });
    this.originSecret = this.#originSecret();
    this.bff = bffFunction(this, "Bff", { ...parts, originSecret: this.originSecret });
    const release = new GradualRelease(this, "Release", {
      lambda: this.bff.lambda,
      isGradual: settings.api.gradual ?? settings.production,
    });
    this.api = new Api(this, "Api", {
      api: settings.api,
      bff: release.live,
      logRetention: logRetention(settings),
    });

    new CfnOutput(this, "ApiUrl", { value: this.api.http.apiEndpoint });
    new CfnOutput(this, "BffFunction", { value: this.bff.lambda.functionName });
    new CfnOutput(this, "DeriveFunction", { value: this.pipeline.derive.lambda.functionName });
    new CfnOutput(this, "DiscoverFunction", { value: this.pipeline.discover.lambda.functionName });
    new CfnOutput(this, "AuditFunction", { value: this.pipeline.audit.lambda.functionName });
    new CfnOutput(this, "JobFunction", { value: this.pipeline.job.lambda.functionName });
    new CfnOutput(this, "JobRole", { value: this.pipeline.job.role.roleArn });
    new CfnOutput(this, "WorkQueueUrl", { value: this.pipeline.work.queue.queueUrl });
    new CfnOutput(this, "DiscoverSchedule", { value: this.pipeline.everyMinute.scheduleName });
    new CfnOutput(this, "DeriveEventSource", { value: this.pipeline.derive.eventSourceId });
    new CfnOutput(this, "DeadLetterQueueUrl", { value: this.pipeline.work.deadLetters.queueUrl });
  }

  #originSecret(): CfnSecret {
    const secret = new CfnSecret(this, "OriginSecret", {
      description: "Deploy Lens: the secret that CloudFront sends to the API, which refuses other requests",
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
    });
    Validations.of(secret).acknowledge({
      id: "AwsSolutions-SMG4",
      reason:
        "It opens nothing by itself: behind it every request still needs its own token. A new one takes two deployments.",
    });
    return secret;
  }
}
