import { join } from "node:path";
import { App, type CfnResource, Stack } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import { DeployLensChecks } from "./nag/deploy-lens-checks.ts";
import { environmentsIn, readEnvironmentSettings } from "./read-settings.ts";
import { makeEnvironment, testApp } from "./testing/environment.ts";

const PACKS = [new AwsSolutionsChecks(), new ServerlessChecks(), new DeployLensChecks()];
const FOLDER = join(import.meta.dirname, "../environments");

const DOMAIN = {
  name: "lens.test",
  certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555",
};

describe.each(PACKS)("$name", (pack) => {
  test.each(environmentsIn(FOLDER))("finds nothing in %s", (environment) => {
    const stage = makeEnvironment(testApp(), environment, readEnvironmentSettings(environment, FOLDER));
    expect(findings(pack, stage)).toEqual([]);
  });

  test.each([
    { web: { firewall: true, accessLogs: true, domain: DOMAIN } },
    { web: { domain: { ...DOMAIN, hostedZone: { id: "Z1", name: "lens.test" } } } },
    { api: { corsOrigins: ["https://app.test"] }, alarms: { emails: ["somebody@lens.test"] } },
    { pipeline: { reserveConcurrency: false } },
  ])("finds nothing with %j", (settings) => {
    expect(findings(pack, makeEnvironment(testApp(), "prod", settings))).toEqual([]);
  });
});

test("the packs would find something", () => {
  const stack = new Stack(new App(), "naive");
  new Queue(stack, "Queue");
  expect(PACKS.flatMap((pack) => findings(pack, stack))).toEqual([
    "AwsSolutions-SQS3",
    "AwsSolutions-SQS4",
    "Serverless-SQSRedrivePolicy",
    "DeployLens-DeadLettersWait",
  ]);
});

test("nothing is acknowledged but what these reasons are for", () => {
  const stage = makeEnvironment(testApp(), "prod", { alarms: { emails: ["somebody@lens.test"] } });
  const acknowledged = stage.node
    .findAll()
    .flatMap((construct) =>
      construct.node.metadata
        .filter(({ type }) => type === "aws:cdk:acknowledged-rules")
        .flatMap(({ data }) => Object.entries<string>(data)),
    );
  for (const [rule, reason] of acknowledged) expect(reason.length, rule).toBeGreaterThan(40);
  expect([...new Set(acknowledged.map(([rule]) => rule.replace(/^Annotation::/, "")))].sort()).toEqual([
    "AwsSolutions-APIG4",
    "AwsSolutions-CFR1",
    "AwsSolutions-CFR2",
    "AwsSolutions-CFR3",
    "AwsSolutions-CFR4",
    "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]",
    "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]",
    "AwsSolutions-IAM5[Resource::*]",
    "AwsSolutions-IAM5[Resource::<SiteBucket978D4AEB.Arn>/*]",
    "AwsSolutions-S1",
    "AwsSolutions-SMG4",
    "AwsSolutions-SQS3",
    "Serverless-LambdaAsyncFailureDestination",
    "Serverless-LambdaDLQ",
    "Serverless-LambdaEventSourceMappingDestination",
    "Serverless-SNSRedrivePolicy",
    "Serverless-SQSRedrivePolicy",
  ]);
});

function findings(
  pack: (typeof PACKS)[number],
  scope: ConstructorParameters<typeof CfnResource>[0],
): string[] {
  return pack.validateScope(scope).violations.map(({ ruleName }) => ruleName);
}
