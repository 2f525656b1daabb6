import { Duration, Validations } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

/** How long a dead letter waits for somebody: as long as SQS lets it. */
const DEAD_LETTER_DAYS = 14;

export interface WorkQueueProps {
  /** Of the function that takes its messages. */
  readonly functionTimeout: Duration;
  /** How often a message is received before SQS itself buries it. */
  readonly maxReceiveCount: number;
}

/** A queue that hands a message out again while nobody is done with it, and another for those that nobody gets done. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { functionTimeout, maxReceiveCount }: WorkQueueProps) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, "DeadLetters");
    this.queue = new Queue(this, "Queue", {
      // Lambda may be throttled several times with a message in its hands, before its function even sees it.
      visibilityTimeout: Duration.seconds(functionTimeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
  }
}

/** A queue for what could not be delivered. */
export function deadLetterQueue(scope: Construct, id: string): Queue {
  const queue = new Queue(scope, id, {
    retentionPeriod: Duration.days(DEAD_LETTER_DAYS),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
  for (const rule of ["AwsSolutions-SQS3", "Serverless-SQSRedrivePolicy"]) {
    Validations.of(queue).acknowledge({
      id: rule,
      reason: "It is a dead-letter queue itself; an alarm watches it.",
    });
  }
  return queue;
}
