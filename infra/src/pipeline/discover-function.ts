import { ANALYTICS_ENV } from "@deploy-lens/analytics/env";
import { Duration } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { AppFunction } from "../constructs/app-function.ts";
import { foldsTable, readsSecret, sendsTo, takesFrom } from "../constructs/binding.ts";
import { modelartsVariables } from "./modelarts-variables.ts";
import { commonVariables, type PipelineProps, reserved } from "./pipeline-props.ts";
import type { WorkQueue } from "./work-queue.ts";

export interface DiscoverProps extends PipelineProps {
  /** The queue to which it sends a message for each service to sync, and whose dead letters it retries. */
  readonly work: WorkQueue;
}

/** Finds the services that changed. */
export class DiscoverFunction extends AppFunction {
  constructor(scope: Construct, id: string, props: DiscoverProps) {
    const { environment, settings, code, table, credentials, work } = props;
    const { modelarts } = settings;
    super(scope, id, {
      description: `Deploy Lens ${environment}: finds the services that changed, and queues them`,
      code: code.discover,
      environment: {
        ...commonVariables(props),
        ...modelartsVariables(ANALYTICS_ENV, modelarts),
        ...(modelarts.watch.length === 0
          ? {}
          : { [ANALYTICS_ENV.watchedServices]: modelarts.watch.join(",") }),
      },
      bindings: {
        [ANALYTICS_ENV.tableName]: foldsTable(table),
        [ANALYTICS_ENV.queueUrl]: sendsTo(work.queue),
        [ANALYTICS_ENV.deadLetterQueueUrl]: takesFrom(work.deadLetters),
        [ANALYTICS_ENV.modelartsSecretId]: readsSecret(credentials),
      },
      // A tick ends before the next one.
      timeout: Duration.seconds(50),
      memoryMb: 512,
      reservedConcurrency: reserved(props, 1),
      settings,
      noDeadLetterReason:
        "A tick that failed is made good by the next one, a minute later; an alarm counts failures.",
    });
  }
}
