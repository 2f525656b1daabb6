import { App, type CfnResource, RemovalPolicy, Stack } from "aws-cdk-lib";
import { ResponseHeadersPolicy } from "aws-cdk-lib/aws-cloudfront";
import { Alarm, CfnDashboard, Metric } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { AttributeType, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { CfnRule } from "aws-cdk-lib/aws-events";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnEventSourceMapping, CfnFunction, CfnPermission } from "aws-cdk-lib/aws-lambda";
import { CfnLogGroup } from "aws-cdk-lib/aws-logs";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { Topic } from "aws-cdk-lib/aws-sns";
import { CfnQueue } from "aws-cdk-lib/aws-sqs";
import { describe, expect, test } from "vitest";
import { DeployLensChecks } from "./deploy-lens-checks.ts";

type Make = (stack: Stack) => unknown;

const code = { zipFile: "x" };
const role = "arn:aws:iam::111122223333:role/any";
const good = {
  code,
  role,
  architectures: ["arm64"],
  loggingConfig: { logFormat: "JSON", logGroup: "group" },
} satisfies ConstructorParameters<typeof CfnFunction>[2];
const target = { arn: "arn:aws:lambda:eu-west-1:111122223333:function:any", roleArn: role };

const table = (props: { protect: boolean; recover: boolean; keep: boolean }): Make => {
  return (stack) =>
    new TableV2(stack, "T", {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      deletionProtection: props.protect,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: props.recover },
      removalPolicy: props.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
};

const schedule = (age: number | undefined, deadLetters: boolean): Make => {
  return (stack) =>
    new CfnSchedule(stack, "S", {
      flexibleTimeWindow: { mode: "OFF" },
      scheduleExpression: "rate(1 minute)",
      target: {
        ...target,
        ...(age === undefined ? {} : { retryPolicy: { maximumEventAgeInSeconds: age } }),
        ...(deadLetters ? { deadLetterConfig: { arn: "arn:aws:sqs:eu-west-1:111122223333:dead" } } : {}),
      },
    });
};

const source = (props: Partial<ConstructorParameters<typeof CfnEventSourceMapping>[2]>): Make => {
  return (stack) => new CfnEventSourceMapping(stack, "E", { functionName: "any", ...props });
};

const RULES: readonly { rule: string; passes: readonly Make[]; fails: readonly Make[] }[] = [
  {
    rule: "FunctionLogs",
    passes: [(stack) => new CfnFunction(stack, "F", good)],
    fails: [
      (stack) => new CfnFunction(stack, "F", { ...good, loggingConfig: { logFormat: "JSON" } }),
      (stack) =>
        new CfnFunction(stack, "F", { ...good, loggingConfig: { logFormat: "Text", logGroup: "group" } }),
      (stack) => new CfnFunction(stack, "F", { code, role, architectures: ["arm64"] }),
    ],
  },
  {
    rule: "FunctionArchitecture",
    passes: [(stack) => new CfnFunction(stack, "F", good)],
    fails: [(stack) => new CfnFunction(stack, "F", { ...good, architectures: ["x86_64"] })],
  },
  {
    rule: "LogRetention",
    passes: [(stack) => new CfnLogGroup(stack, "L", { retentionInDays: 30 })],
    fails: [(stack) => new CfnLogGroup(stack, "L", {})],
  },
  {
    rule: "EventSourcePartialFailures",
    passes: [source({ functionResponseTypes: ["ReportBatchItemFailures"] })],
    fails: [source({})],
  },
  {
    rule: "EventSourceConcurrency",
    passes: [source({ scalingConfig: { maximumConcurrency: 2 } })],
    fails: [source({}), source({ scalingConfig: {} })],
  },
  {
    rule: "TablePointInTimeRecovery",
    passes: [table({ protect: false, recover: true, keep: false })],
    fails: [table({ protect: false, recover: false, keep: false })],
  },
  {
    rule: "TableRetained",
    passes: [
      table({ protect: true, recover: true, keep: true }),
      table({ protect: false, recover: true, keep: false }),
    ],
    fails: [table({ protect: false, recover: true, keep: true })],
  },
  {
    rule: "ScheduleGivesUp",
    passes: [schedule(60, true)],
    fails: [schedule(undefined, true), schedule(86_400, true), schedule(60, false)],
  },
  {
    rule: "DeadLettersWait",
    passes: [
      (stack) => new CfnQueue(stack, "Q", { messageRetentionPeriod: 604_800 }),
      (stack) => new CfnQueue(stack, "Q", { redrivePolicy: { maxReceiveCount: 3 } }),
    ],
    fails: [
      (stack) => new CfnQueue(stack, "Q"),
      (stack) => new CfnQueue(stack, "Q", { messageRetentionPeriod: 60 }),
    ],
  },
  {
    rule: "AlarmMayTell",
    passes: [alarm({ allow: "cloudwatch.amazonaws.com", account: true }), alarm(null)],
    fails: [
      alarm({ allow: null, account: false }),
      alarm({ allow: "cloudwatch.amazonaws.com", account: false }),
      alarm({ allow: "events.amazonaws.com", account: true }),
    ],
  },
  {
    rule: "RuleMayCall",
    passes: [event(true)],
    fails: [event(false)],
  },
  {
    rule: "ScheduleMayCall",
    passes: [calledBySchedule({})],
    fails: [
      schedule(60, true),
      calledBySchedule({ trusted: "lambda.amazonaws.com" }),
      calledBySchedule({ conditions: {} }),
      calledBySchedule({ actions: ["lambda:GetFunction"] }),
    ],
  },
  {
    rule: "NameHasRegion",
    passes: [
      (stack) => new CfnDashboard(stack, "D", { dashboardBody: "{}", dashboardName: `x-${stack.region}` }),
    ],
    fails: [
      (stack) => new CfnDashboard(stack, "D", { dashboardBody: "{}", dashboardName: "x" }),
      (stack) => new ResponseHeadersPolicy(stack, "H"),
    ],
  },
  {
    rule: "QueueVisibility",
    passes: [fedFunction(360)],
    fails: [fedFunction(60)],
  },
];

describe.each(RULES)("$rule", ({ rule, passes, fails }) => {
  test.each(passes.map((make, at) => [at, make] as const))("passes what is right (%i)", (_, make) => {
    expect(findings(make)).not.toContain(rule);
  });

  test.each(fails.map((make, at) => [at, make] as const))("finds what is wrong (%i)", (_, make) => {
    expect(findings(make)).toContain(rule);
  });
});

function findings(make: Make): string[] {
  const stack = new Stack(new App(), "stack");
  make(stack);
  const { violations } = new DeployLensChecks().validateScope(stack);
  return violations.map(({ ruleName }) => ruleName.replace("DeployLens-", ""));
}

function fedFunction(visibilityTimeout: number): Make {
  return (stack): CfnResource => {
    const queue = new CfnQueue(stack, "Q", { visibilityTimeout });
    const lambda = new CfnFunction(stack, "F", { ...good, timeout: 60 });
    return new CfnEventSourceMapping(stack, "E", { functionName: lambda.ref, eventSourceArn: queue.attrArn });
  };
}

/** An alarm on a topic whose policy refuses plain HTTP, as CDK makes it, and may allow a service to publish. */
function alarm(topic: { allow: string | null; account: boolean } | null): Make {
  return (stack) => {
    const made = new Alarm(stack, "A", {
      metric: new Metric({ namespace: "N", metricName: "M" }),
      threshold: 1,
      evaluationPeriods: 1,
    });
    if (topic === null) return;
    const told = new Topic(stack, "T", { enforceSSL: true });
    made.addAlarmAction(new SnsAction(told));
    if (topic.allow === null) return;
    told.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(topic.allow)],
        actions: ["sns:Publish"],
        resources: [told.topicArn],
        ...(topic.account ? { conditions: { StringEquals: { "aws:SourceAccount": stack.account } } } : {}),
      }),
    );
  };
}

function event(allowed: boolean): Make {
  return (stack) => {
    const lambda = new CfnFunction(stack, "F", good);
    new CfnRule(stack, "R", {
      scheduleExpression: "rate(1 day)",
      targets: [{ id: "F", arn: lambda.attrArn }],
    });
    const principal = allowed ? "events.amazonaws.com" : "apigateway.amazonaws.com";
    new CfnPermission(stack, "P", {
      action: "lambda:InvokeFunction",
      principal,
      functionName: lambda.attrArn,
    });
  };
}

interface Caller {
  readonly trusted?: string;
  readonly conditions?: Record<string, Record<string, string>>;
  readonly actions?: string[];
}

function calledBySchedule({
  trusted = "scheduler.amazonaws.com",
  conditions = { StringEquals: { "aws:SourceAccount": "111122223333" } },
  actions = ["lambda:InvokeFunction"],
}: Caller): Make {
  return (stack) => {
    const lambda = new CfnFunction(stack, "F", good);
    const assumed = new Role(stack, "Role", { assumedBy: new ServicePrincipal(trusted, { conditions }) });
    assumed.addToPolicy(new PolicyStatement({ actions, resources: [lambda.attrArn] }));
    new CfnSchedule(stack, "S", {
      flexibleTimeWindow: { mode: "OFF" },
      scheduleExpression: "rate(1 minute)",
      target: { arn: lambda.attrArn, roleArn: assumed.roleArn },
    });
  };
}
