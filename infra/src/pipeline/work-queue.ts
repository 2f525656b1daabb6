import { Duration, Validations } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

/** Retention of dead letters: SQS' maximum. */
const DEAD_LETTER_DAYS = 14;

export interface WorkQueueProps {
  /** Time limit of the function that handles its messages. */
  readonly functionTimeout: Duration;
  /** Number of receives before SQS itself moves a message to the dead-letter queue. */
  readonly maxReceiveCount: number;
}

/** A queue that redelivers messages until they are handled, and a dead-letter queue for those that never are. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { functionTimeout, maxReceiveCount }: WorkQueueProps) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, "DeadLetters");
    this.queue = new Queue(this, "Queue", {
      // Lambda may be throttled several times while it holds a message, before its function sees it.
      visibilityTimeout: Duration.seconds(functionTimeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
  }
}

/** A queue for undeliverable messages. */
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
