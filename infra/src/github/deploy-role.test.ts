import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Stack } from "aws-cdk-lib";
import { CfnInclude } from "aws-cdk-lib/cloudformation-include";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { DeployLensChecks } from "../nag/deploy-lens-checks.ts";
import { environmentsIn } from "../read-settings.ts";
import { testApp } from "../testing/environment.ts";

const FILE = join(import.meta.dirname, "deploy-role.yaml");
const template = parse(readFileSync(FILE, "utf8"));
const role = template.Resources.Role.Properties;

test("trusts one environment of one repository, and nothing similar", () => {
  expect(role.AssumeRolePolicyDocument.Statement).toEqual([
    {
      Effect: "Allow",
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: { "Fn::If": ["MakesProvider", { Ref: "Provider" }, { Ref: "ProviderArn" }] } },
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": {
            "Fn::Sub": `repo:${parameter("Repository")}:environment:${parameter("Environment")}`,
          },
        },
      },
    },
  ]);
});

describe("a repository", () => {
  const pattern = new RegExp(template.Parameters.Repository.AllowedPattern);

  test.each(["octo-org/deploy-lens", "octo-org@123456/deploy.lens_2@456789"])("%s", (name) => {
    expect(name).toMatch(pattern);
  });

  test.each(["octo-org/*", "*", "octo-org/a:environment:dev", "octo-org", "octo-org/a/b", "o@x/n@1"])(
    "%s is none",
    (name) => {
      expect(name).not.toMatch(pattern);
    },
  );
});

test("an environment has a name that settings can have", () => {
  const pattern = new RegExp(template.Parameters.Environment.AllowedPattern);
  for (const name of environmentsIn(join(import.meta.dirname, "../../environments")))
    expect(name).toMatch(pattern);
  for (const name of ["*", "dev:ref", "Dev", "a-name-of-21-letters-x"]) expect(name).not.toMatch(pattern);
});

test("may take on CDK's roles where an environment is, and no others", () => {
  const statements = policyNamed("deploy-with-cdk");
  const roles = [parameter("AWS::Region"), "us-east-1"].flatMap((region) =>
    ["deploy", "file-publishing", "lookup"].map((purpose) => ({
      "Fn::Sub":
        `arn:${parameter("AWS::Partition")}:iam::${parameter("AWS::AccountId")}:role/` +
        `cdk-${parameter("BootstrapQualifier")}-${purpose}-role-${parameter("AWS::AccountId")}-${region}`,
    })),
  );
  expect(statements).toEqual([{ Effect: "Allow", Action: "sts:AssumeRole", Resource: roles }]);
  expect(role).not.toHaveProperty("ManagedPolicyArns");
});

test("besides, changes nothing but the firewall that was turned off", () => {
  const actions = policyNamed("check-what-is-deployed").flatMap(({ Action }) => [Action].flat());
  expect(actions.filter((action) => !/:(?:Get|Describe)/.test(action))).toEqual([
    "cloudformation:DeleteStack",
  ]);
});

/** Names that hold more than what is meant: CloudFormation makes them up, after the environment's. */
const WILDCARDS = /^AwsSolutions-IAM5/;

test.each([new AwsSolutionsChecks(), new ServerlessChecks(), new DeployLensChecks()])(
  "$name finds nothing but names with an open end",
  (pack) => {
    const stack = new Stack(testApp(), "deploy-role");
    new CfnInclude(stack, "Template", { templateFile: FILE });
    expect(stack.node.findAll()).not.toHaveLength(1);
    const violations = pack.validateScope(stack).violations.map(({ ruleName }) => ruleName);
    expect(violations.filter((name) => !WILDCARDS.test(name))).toEqual([]);
  },
);

interface Statement {
  readonly Action: string | readonly string[];
}

function policyNamed(name: string): readonly Statement[] {
  return role.Policies.find(({ PolicyName }: { PolicyName: string }) => PolicyName === name).PolicyDocument
    .Statement;
}

/** CloudFormation's syntax for inserting a parameter. */
function parameter(name: string): string {
  return `$\{${name}}`;
}
