import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { bffFunction } from "../api/bff-function.ts";
import { Api } from "../api/http-api.ts";
import type { AppCode } from "../app-code.ts";
import type { AppFunction } from "../constructs/app-function.ts";
import { logRetention } from "../log-retention.ts";
import { Pipeline } from "../pipeline/pipeline.ts";
import type { EnvironmentProps } from "./environment-props.ts";

export interface ServiceStackProps extends EnvironmentProps, StackProps {
  readonly code: AppCode;
  readonly table: TableV2;
  /** ARN of the secret. */
  readonly credentials: string;
}

/** What can be thrown away and made again: the functions, the queue, the schedules, the HTTP API. */
export class ServiceStack extends Stack {
  readonly pipeline: Pipeline;
  readonly bff: AppFunction;
  readonly api: Api;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    const { environment, settings, code, table, credentials, ...stackProps } = props;
    super(scope, id, { ...stackProps, description: "Deploy Lens: pipeline and API" });
    const parts = { environment, settings, code, table, credentials };
    this.pipeline = new Pipeline(this, "Pipeline", parts);
    this.bff = bffFunction(this, "Bff", parts);
    this.api = new Api(this, "Api", {
      ...settings,
      bff: this.bff.lambda,
      logRetention: logRetention(settings),
    });

    new CfnOutput(this, "ApiUrl", { value: this.api.http.apiEndpoint });
    new CfnOutput(this, "DiscoverFunction", { value: this.pipeline.discover.lambda.functionName });
    new CfnOutput(this, "AuditFunction", { value: this.pipeline.audit.lambda.functionName });
    new CfnOutput(this, "WorkQueueUrl", { value: this.pipeline.work.queue.queueUrl });
    new CfnOutput(this, "DeadLetterQueueUrl", { value: this.pipeline.work.deadLetters.queueUrl });
  }
}
