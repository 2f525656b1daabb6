import { Duration } from "aws-cdk-lib";
import { ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { FunctionCode } from "../app-code.ts";
import { AppFunction } from "../constructs/app-function.ts";
import type { EnvironmentProps } from "../constructs/environment-props.ts";
import { Tick } from "../pipeline/tick.ts";
import { CANARY_ENV } from "./constants.ts";

export interface CanaryProps extends EnvironmentProps {
  readonly code: FunctionCode;
  readonly every: Duration;
  readonly dashboardUrl: string;
  /** The gateway's own address, which must not answer. */
  readonly apiUrl: string;
  readonly missedTicks: Queue;
}

/** Asks the environment from outside what its readers ask: the smoke test of a deployment, all the time. */
export class Canary extends Construct {
  readonly asker: AppFunction;

  constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id);
    const { environment, settings, code, every, dashboardUrl, apiUrl, missedTicks } = props;
    this.asker = new AppFunction(this, "Asker", {
      description: `Deploy Lens ${environment}: asks the environment what its readers ask`,
      code,
      environment: {
        [CANARY_ENV.dashboardUrl]: dashboardUrl,
        [CANARY_ENV.apiUrl]: apiUrl,
        [CANARY_ENV.issuer]: settings.identity.issuer,
        [CANARY_ENV.projectId]: settings.modelarts.projects[0] ?? "",
      },
      timeout: Duration.seconds(30),
      memoryMb: 256,
      settings,
      noDeadLetterReason: "The next one asks again; an alarm counts those that failed.",
    });
    new Tick(this, "Schedule", {
      description: `Deploy Lens ${environment}: asks the environment what its readers ask`,
      schedule: ScheduleExpression.rate(every),
      target: this.asker.lambda,
      isPaused: false,
      maxAge: every,
      retries: 2,
      deadLetters: missedTicks,
    });
  }
}
