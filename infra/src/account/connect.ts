import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";

/** An account in a region, with the credentials of the person who runs the command. */
export type Account = ReturnType<typeof connect>;

/** @param region Default: the one that the AWS SDK finds. */
export function connect(region?: string) {
  const options = region === undefined ? {} : { region };
  return {
    cloudFormation: new CloudFormationClient(options),
    cloudWatch: new CloudWatchClient(options),
    lambda: new LambdaClient(options),
    scheduler: new SchedulerClient(options),
    sns: new SNSClient(options),
    // Requests go to the endpoint that is set, wherever a queue's URL points.
    sqs: new SQSClient({ ...options, useQueueUrlAsEndpoint: false }),
    ssm: new SSMClient(options),
    sts: new STSClient(options),
  };
}
