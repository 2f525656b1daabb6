import { type CfnResource, Stack } from "aws-cdk-lib";
import {
  CfnFunction as CfnEdgeFunction,
  CfnOriginAccessControl,
  CfnResponseHeadersPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { CfnAlarm, CfnDashboard } from "aws-cdk-lib/aws-cloudwatch";
import { CfnRule } from "aws-cdk-lib/aws-events";
import { CfnPolicy, CfnRole } from "aws-cdk-lib/aws-iam";
import { CfnPermission } from "aws-cdk-lib/aws-lambda";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { CfnTopicPolicy } from "aws-cdk-lib/aws-sns";
import { checkOf, type NagRule, resolved } from "./rule.ts";

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: { readonly Service?: string | readonly string[] };
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, unknown>> };
}

interface Document {
  readonly Statement: readonly Statement[];
}

interface ScheduleTarget {
  readonly arn: unknown;
  readonly roleArn: unknown;
  readonly deadLetterConfig?: { readonly arn?: unknown };
}

const SOURCE_ACCOUNT = "aws:SourceAccount";

/**
 * A called resource must allow its caller: AWS accepts the template either way, and reports nothing when a call is
 * refused.
 */
export const CALLER_RULES: readonly NagRule[] = [
  {
    name: "AlarmMayTell",
    info: "The alarm's topic does not let CloudWatch publish.",
    explanation: "A topic's policy replaces SNS' default; the alarm would go off without a notification.",
    check: checkOf(CfnAlarm, (alarm) =>
      [alarm.alarmActions, alarm.okActions, alarm.insufficientDataActions]
        .flatMap((actions) => resolved<readonly unknown[]>(alarm, actions) ?? [])
        .every((topic) => letsPublish(alarm, topic, "cloudwatch.amazonaws.com")),
    ),
  },
  {
    name: "RuleMayCall",
    info: "A target of the rule does not allow EventBridge to call it.",
    explanation: "Events would be dropped, and counted as FailedInvocations alone.",
    check: checkOf(CfnRule, (rule) =>
      (resolved<readonly { readonly arn: unknown }[]>(rule, rule.targets) ?? []).every(
        ({ arn }) =>
          letsInvoke(rule, arn, "events.amazonaws.com") || letsPublish(rule, arn, "events.amazonaws.com"),
      ),
    ),
  },
  {
    name: "ScheduleMayCall",
    info: "The schedule's role may not call its target, or not keep what it could not deliver.",
    explanation: "Ticks would be lost without a trace.",
    check: checkOf(CfnSchedule, (schedule) => {
      const target = resolved<ScheduleTarget>(schedule, schedule.target);
      if (target === undefined) return false;
      const { roleArn, arn, deadLetterConfig } = target;
      const role = all(schedule, CfnRole).find((made) => same(resolved(schedule, made.attrArn), roleArn));
      if (role === undefined) return false;
      const may = (action: string, resource: unknown) =>
        policiesOf(role).some(
          (statement) => allows(statement, action) && covers(statement.Resource, resource),
        );
      return (
        statementsOf(role, role.assumeRolePolicyDocument).some((statement) =>
          trusts(statement, "sts:AssumeRole", "scheduler.amazonaws.com"),
        ) &&
        may("lambda:InvokeFunction", arn) &&
        (deadLetterConfig?.arn === undefined || may("sqs:SendMessage", deadLetterConfig.arn))
      );
    }),
  },
  accountGlobalName(CfnDashboard, ({ dashboardName }) => dashboardName),
  accountGlobalName(CfnEdgeFunction, ({ name }) => name),
  accountGlobalName(CfnOriginAccessControl, ({ originAccessControlConfig }) => originAccessControlConfig),
  accountGlobalName(
    CfnResponseHeadersPolicy,
    ({ responseHeadersPolicyConfig }) => responseHeadersPolicyConfig,
  ),
];

/** Names that are unique within an account, across regions. */
function accountGlobalName<Resource extends CfnResource>(
  kind: abstract new (...args: never[]) => Resource,
  nameOf: (resource: Resource) => unknown,
): NagRule {
  return {
    name: "NameHasRegion",
    info: "The resource's name is the account's, and does not hold the region.",
    explanation: "The same environment in a second region could not be deployed: the name is taken.",
    check: checkOf(kind, (resource) => {
      const stack = Stack.of(resource);
      const region: unknown = stack.resolve(stack.region);
      const spelled = typeof region === "string" ? region : JSON.stringify(region);
      return JSON.stringify(resolved(resource, nameOf(resource))).includes(spelled);
    }),
  };
}

function letsPublish(caller: CfnResource, topic: unknown, service: string): boolean {
  return all(caller, CfnTopicPolicy).some(
    (policy) =>
      (resolved<readonly unknown[]>(policy, policy.topics) ?? []).some((covered) => same(covered, topic)) &&
      statementsOf(policy, policy.policyDocument).some((statement) =>
        trusts(statement, "sns:Publish", service),
      ),
  );
}

function letsInvoke(caller: CfnResource, lambda: unknown, service: string): boolean {
  return all(caller, CfnPermission).some(
    (permission) =>
      permission.principal === service && same(resolved(permission, permission.functionName), lambda),
  );
}

/**
 * A service acts for any account unless the policy names ours: without that, other accounts' alarms and schedules
 * could publish, too.
 */
function trusts(statement: Statement, action: string, service: string): boolean {
  return (
    allows(statement, action) &&
    [statement.Principal?.Service].flat().includes(service) &&
    statement.Condition?.StringEquals?.[SOURCE_ACCOUNT] !== undefined
  );
}

function allows({ Effect, Action }: Statement, action: string): boolean {
  return (
    Effect === "Allow" && [Action].flat().some((allowed) => allowed.toLowerCase() === action.toLowerCase())
  );
}

function covers(resource: unknown, wanted: unknown): boolean {
  return [resource].flat().some((covered) => same(covered, wanted));
}

function policiesOf(role: CfnRole): readonly Statement[] {
  const inline = (
    resolved<readonly { readonly policyDocument: Document }[]>(role, role.policies) ?? []
  ).flatMap(({ policyDocument }) => policyDocument.Statement);
  const attached = all(role, CfnPolicy)
    .filter((policy) =>
      (resolved<readonly unknown[]>(policy, policy.roles) ?? []).some((it) =>
        same(it, resolved(role, role.ref)),
      ),
    )
    .flatMap((policy) => statementsOf(policy, policy.policyDocument));
  return [...inline, ...attached];
}

function statementsOf(resource: CfnResource, document: unknown): readonly Statement[] {
  return resolved<Document>(resource, document)?.Statement ?? [];
}

function all<Resource extends CfnResource>(
  beside: CfnResource,
  kind: abstract new (...args: never[]) => Resource,
): readonly Resource[] {
  return Stack.of(beside)
    .node.findAll()
    .filter((construct): construct is Resource => construct instanceof kind);
}

/** True if two resolved values refer to the same thing. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
