import { type IMetric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { type AlarmSpec, above } from "./alarm-spec.ts";
import { bffUpstreamMetric, percent, pipelineMetric } from "./metrics.ts";

/** Fewer calls than this in five minutes are too few for a share. */
const ENOUGH_CALLS = 5;

/** Alarms about ModelArts, as seen by pipeline and BFF. */
export function upstreamAlarms(environment: string): AlarmSpec[] {
  const view = { environment, minutes: 5, statistic: Stats.SUM };
  return [
    ...callAlarms("pipeline", (name) => pipelineMetric(name, view)),
    ...callAlarms("bff", (name) => bffUpstreamMetric(name, view)),
  ];
}

function callAlarms(
  about: string,
  metric: (name: "UpstreamRequests" | "UpstreamErrors" | "UpstreamThrottles" | "UpstreamRefusals") => IMetric,
): AlarmSpec[] {
  return [
    {
      id: "upstream-errors",
      about,
      meaning: "More than a tenth of the calls to ModelArts failed for good.",
      metric: percent(
        "calls that failed, %",
        { part: metric("UpstreamErrors"), whole: metric("UpstreamRequests"), atLeast: ENOUGH_CALLS },
        5,
      ),
      condition: above(10, { breaching: 3, of: 3 }),
    },
    {
      id: "upstream-throttles",
      about,
      meaning: "ModelArts refused calls because there were too many.",
      metric: metric("UpstreamThrottles"),
      condition: above(0, { breaching: 3, of: 6 }),
    },
    {
      id: "upstream-refuses-us",
      about,
      meaning:
        "ModelArts does not take our credentials: they have ended, or may not do what they are used for.",
      metric: metric("UpstreamRefusals"),
      condition: above(0, { breaching: 2, of: 2 }),
    },
  ];
}
