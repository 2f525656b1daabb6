import { CfnEventSourceMapping, CfnFunction } from "aws-cdk-lib/aws-lambda";
import { CfnLogGroup } from "aws-cdk-lib/aws-logs";
import { checkOf, type NagRule, resolved } from "./rule.ts";

interface Logging {
  readonly logFormat?: string;
  readonly logGroup?: unknown;
}

export const FUNCTION_RULES: readonly NagRule[] = [
  {
    name: "FunctionLogs",
    info: "The function does not log in JSON to a log group of its own.",
    explanation:
      "The group that Lambda makes by itself keeps logs for ever and outlives the stack; plain text cannot be searched by field.",
    check: checkOf(CfnFunction, (lambda) => {
      const logging = resolved<Logging>(lambda, lambda.loggingConfig);
      return logging?.logFormat === "JSON" && logging.logGroup !== undefined;
    }),
  },
  {
    name: "LogRetention",
    info: "The log group keeps its logs for ever.",
    explanation: "Logs cost by the month, and may name addresses of people.",
    check: checkOf(CfnLogGroup, (group) => resolved<number>(group, group.retentionInDays) !== undefined),
  },
  {
    name: "FunctionArchitecture",
    info: "The function does not run on arm64.",
    explanation: "The same work costs a fifth less there, and nothing of ours needs x86.",
    check: checkOf(
      CfnFunction,
      (lambda) => resolved<string[]>(lambda, lambda.architectures)?.join() === "arm64",
    ),
  },
  {
    name: "EventSourcePartialFailures",
    info: "The event source does not take reports of single failures.",
    explanation: "One bad message would bring its whole batch back, again and again.",
    check: checkOf(
      CfnEventSourceMapping,
      (source) =>
        resolved<string[]>(source, source.functionResponseTypes)?.includes("ReportBatchItemFailures") ===
        true,
    ),
  },
  {
    name: "EventSourceConcurrency",
    info: "The event source has no maximum concurrency.",
    explanation:
      "A backlog would be taken on with up to a thousand functions at once, all calling the upstream.",
    check: checkOf(CfnEventSourceMapping, (source) => {
      const scaling = resolved<{ maximumConcurrency?: number }>(source, source.scalingConfig);
      return typeof scaling?.maximumConcurrency === "number";
    }),
  },
];
