import { Aws, type Duration, Validations } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Schedule, type ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

export interface TickProps {
  readonly description: string;
  readonly schedule: ScheduleExpression;
  readonly target: LambdaFunction;
  readonly isPaused: boolean;
  /** A tick older than this is dropped. */
  readonly maxAge: Duration;
  /** Number of retries for a tick that could not be delivered. */
  readonly retries: number;
  /** The queue for dropped ticks. */
  readonly deadLetters: Queue;
}

/** Invokes a function on a schedule. */
export class Tick extends Construct {
  readonly scheduleName: string;

  constructor(scope: Construct, id: string, props: TickProps) {
    super(scope, id);
    const { description, schedule, target, isPaused, maxAge, retries, deadLetters } = props;

    // CDK's own role would allow every version of the function as well: `function:*`.
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
      inlinePolicies: {
        invoke: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [target.functionArn] }),
            new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [deadLetters.queueArn] }),
          ],
        }),
      },
    });
    const made = new Schedule(this, "Schedule", {
      description,
      schedule,
      enabled: !isPaused,
      target: new LambdaInvoke(target, {
        role: role.withoutPolicyUpdates(),
        maxEventAge: maxAge,
        retryAttempts: retries,
        deadLetterQueue: deadLetters,
      }),
    });

    this.scheduleName = made.scheduleName;

    // The schedule only delivers the tick; after that Lambda's own retention counts, which is six hours by default.
    target.configureAsyncInvoke({ maxEventAge: maxAge, retryAttempts: 0 });
    Validations.of(target).acknowledge({
      id: "Serverless-LambdaAsyncFailureDestination",
      reason:
        "The next tick makes good what this one could not do; alarms count the ticks that failed or did not come.",
    });
  }
}
