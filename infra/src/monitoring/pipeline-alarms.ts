import type { MetricName } from "@deploy-lens/analytics/constants";
import { Duration } from "aws-cdk-lib";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { type AlarmSpec, above, below, belowWhereMeasured } from "./alarm-spec.ts";
import { pipelineMetric, whileRunning } from "./metrics.ts";

/** Alarms of the pipeline. */
export function pipelineAlarms(environment: string, { work, missedTicks }: Pipeline): AlarmSpec[] {
  const metric = (name: MetricName, minutes: number) => pipelineMetric(name, { environment, minutes });
  return [
    {
      id: "pipeline-did-not-run",
      meaning: "No project was looked at for ten minutes: what people see grows old.",
      metric: metric("DiscoverCompleted", 5),
      condition: below(1, { breaching: 2, of: 2 }),
    },
    {
      id: "discovery-fails",
      meaning: "Looking for changed services failed in most of the last fifteen minutes.",
      metric: metric("DiscoverFailed", 1),
      condition: above(0, { breaching: 10, of: 15 }),
    },
    {
      id: "missed-ticks",
      meaning: "The scheduler could not hand a tick to its function.",
      metric: missedTicks.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: "Maximum",
      }),
      condition: above(0),
    },
    {
      id: "queue-age",
      meaning: "A service has been waiting for a quarter of an hour to be looked at.",
      metric: work.queue.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(5),
        statistic: "Maximum",
      }),
      condition: above(900, { breaching: 2, of: 2 }),
    },
    {
      id: "ingest-delay",
      meaning: "One event in ten takes more than five minutes from its occurrence to the table.",
      metric: metric("IngestDelay", 15),
      condition: above(300_000, { breaching: 2, of: 3 }),
    },
    {
      id: "dead-letters",
      meaning: "A message about a service was given up; its reason is in the message's attributes.",
      metric: work.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: "Maximum",
      }),
      condition: above(0),
    },
    {
      id: "services-owed",
      meaning:
        "The events of a service could not be read for an hour: its history has a hole until they can.",
      metric: metric("ServicesOwed", 5),
      condition: above(0, { breaching: 12, of: 12 }),
    },
    {
      id: "folds-fail",
      meaning:
        "The days of a project could not be brought up to date: its statistics are right, and grow slow.",
      metric: metric("FoldsFailed", 5),
      condition: above(0, { breaching: 6, of: 6 }),
    },
    {
      id: "unclassified-texts",
      meaning:
        "More than ten events came whose text no rule knows: the platform may have changed its wording.",
      metric: metric("EventsUnclassified", 60),
      condition: above(10),
    },
    {
      id: "rollup-drift",
      meaning: "Kept statistics are not the sum of the kept deployments, which must never be.",
      metric: metric("RollupDrift", 60),
      condition: above(0),
    },
    {
      id: "derivation-drift",
      meaning:
        "Kept deployments are not what today's rules make of their events: rebuild has not been run since rules changed.",
      metric: metric("DerivationDrift", 60),
      condition: above(0),
    },
    {
      id: "audit-did-not-run",
      meaning: "No audit went through for thirty hours, so drift would not be noticed.",
      metric: whileRunning(metric("AuditCompleted", 60), metric("DiscoverCompleted", 60)),
      condition: belowWhereMeasured(1, { breaching: 30, of: 30 }),
    },
  ];
}
