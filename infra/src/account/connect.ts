import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";

/** An account and region, with the caller's credentials. */
export type Account = ReturnType<typeof connectToAccount>;

/** @param region Default: the one that the AWS SDK finds. */
export function connectToAccount(region?: string) {
  const options = region === undefined ? {} : { region };
  return {
    cloudFormation: new CloudFormationClient(options),
    cloudWatch: new CloudWatchClient(options),
    lambda: new LambdaClient(options),
    scheduler: new SchedulerClient(options),
    sns: new SNSClient(options),
    // Requests go to the configured endpoint, whatever host a queue's URL names.
    sqs: new SQSClient({ ...options, useQueueUrlAsEndpoint: false }),
    ssm: new SSMClient(options),
    sts: new STSClient(options),
  };
}
