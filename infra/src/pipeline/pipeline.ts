import { MAX_RECEIVE_COUNT } from "@deploy-lens/analytics/constants";
import { Duration } from "aws-cdk-lib";
import { ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { AuditFunction } from "./audit-function.ts";
import { DERIVE_TIMEOUT, DeriveFunction } from "./derive-function.ts";
import { DiscoverFunction } from "./discover-function.ts";
import { JobFunction } from "./job-function.ts";
import type { PipelineProps } from "./pipeline-props.ts";
import { Tick } from "./tick.ts";
import { deadLetterQueue, WorkQueue } from "./work-queue.ts";

/** `schedule → discover → queue → derive → table`, and a nightly audit of the results. */
export class Pipeline extends Construct {
  readonly discover: DiscoverFunction;
  readonly derive: DeriveFunction;
  readonly audit: AuditFunction;
  readonly job: JobFunction;
  readonly work: WorkQueue;
  readonly everyMinute: Tick;
  /** Ticks that could not be delivered to their function. */
  readonly missedTicks: Queue;

  constructor(scope: Construct, id: string, props: PipelineProps) {
    super(scope, id);
    this.work = new WorkQueue(this, "Work", {
      functionTimeout: DERIVE_TIMEOUT,
      // One more than the function itself allows, for functions that died before they could give a reason.
      maxReceiveCount: MAX_RECEIVE_COUNT + 1,
    });
    this.discover = new DiscoverFunction(this, "Discover", { ...props, work: this.work });
    this.derive = new DeriveFunction(this, "Derive", { ...props, work: this.work });
    this.audit = new AuditFunction(this, "Audit", props);
    this.job = new JobFunction(this, "Job", props);
    this.missedTicks = deadLetterQueue(this, "MissedTicks");

    const { environment, isPaused } = props;
    this.everyMinute = new Tick(this, "EveryMinute", {
      description: `Deploy Lens ${environment}: looks for changed services`,
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: this.discover.lambda,
      isPaused,
      // A late tick is useless, because the next one follows.
      maxAge: Duration.minutes(1),
      retries: 2,
      deadLetters: this.missedTicks,
    });
    new Tick(this, "EveryNight", {
      description: `Deploy Lens ${environment}: audits a sample`,
      schedule: ScheduleExpression.cron({ hour: "3", minute: "17" }),
      target: this.audit.lambda,
      isPaused: false,
      maxAge: Duration.hours(1),
      retries: 5,
      deadLetters: this.missedTicks,
    });
  }
}
