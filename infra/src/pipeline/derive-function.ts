import { MAX_RECEIVE_COUNT, MESSAGES_PER_BATCH } from "@deploy-lens/analytics/constants";
import { ANALYTICS_ENV } from "@deploy-lens/analytics/env";
import { Duration, Validations } from "aws-cdk-lib";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import type { Construct } from "constructs";
import { AppFunction } from "../constructs/app-function.ts";
import { readsSecret, sendsTo, writesTable } from "../constructs/binding.ts";
import { modelartsVariables } from "./modelarts-variables.ts";
import { commonVariables, type PipelineProps, reserved } from "./pipeline-props.ts";
import type { WorkQueue } from "./work-queue.ts";

/** Time limit of a batch; the queue's visibility timeout is six times this. */
export const DERIVE_TIMEOUT = Duration.minutes(1);

export interface DeriveProps extends PipelineProps {
  /** The queue whose messages it handles. */
  readonly work: WorkQueue;
}

/** Derives the deployments of a service. */
export class DeriveFunction extends AppFunction {
  /** Its event source mapping for the queue. */
  readonly eventSourceId: string;

  constructor(scope: Construct, id: string, props: DeriveProps) {
    const { environment, settings, code, table, credentials, work } = props;
    const { maxConcurrency } = settings.pipeline;
    super(scope, id, {
      description: `Deploy Lens ${environment}: derives the deployments of a service, and keeps them`,
      code: code.derive,
      environment: {
        ...commonVariables(props),
        ...modelartsVariables(ANALYTICS_ENV, settings.modelarts),
        [ANALYTICS_ENV.maxReceiveCount]: MAX_RECEIVE_COUNT.toString(),
      },
      bindings: {
        [ANALYTICS_ENV.tableName]: writesTable(table),
        [ANALYTICS_ENV.deadLetterQueueUrl]: sendsTo(work.deadLetters),
        [ANALYTICS_ENV.modelartsSecretId]: readsSecret(credentials),
      },
      timeout: DERIVE_TIMEOUT,
      memoryMb: 1024,
      reservedConcurrency: reserved(props, maxConcurrency),
      settings,
      noDeadLetterReason:
        "Its messages come from a queue, which hands them out again and has a dead-letter queue of its own.",
    });
    const source = new SqsEventSource(work.queue, {
      batchSize: MESSAGES_PER_BATCH,
      reportBatchItemFailures: true,
      // Reserved concurrency alone would throttle Lambda's pollers and use up receives.
      maxConcurrency,
      enabled: !props.isPaused,
    });
    this.lambda.addEventSource(source);
    this.eventSourceId = source.eventSourceMappingId;
    Validations.of(this).acknowledge({
      id: "Serverless-LambdaEventSourceMappingDestination",
      reason:
        "Queues know no such destination: what fails stays in the queue, and ends among its dead letters.",
    });
  }
}
