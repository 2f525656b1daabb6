import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Stack } from "aws-cdk-lib";
import { CfnInclude } from "aws-cdk-lib/cloudformation-include";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { DeployLensChecks } from "../nag/deploy-lens-checks.ts";
import { ENVIRONMENTS } from "../settings.ts";
import { testApp } from "../testing/environment.ts";

const FILE = join(import.meta.dirname, "deploy-role.yaml");
const template = parse(readFileSync(FILE, "utf8"));
const role = template.Resources.Role.Properties;

test("trusts one environment of one repository, and nothing that merely looks like it", () => {
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

test("the environments are those there are", () => {
  expect(template.Parameters.Environment.AllowedValues).toEqual([...ENVIRONMENTS]);
});

test("may take on CDK's roles where an environment is, and nothing else", () => {
  const statements = role.Policies.flatMap(
    (policy: { PolicyDocument: { Statement: unknown[] } }) => policy.PolicyDocument.Statement,
  );
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

test.each([new AwsSolutionsChecks(), new ServerlessChecks(), new DeployLensChecks()])(
  "$name finds nothing",
  (pack) => {
    const stack = new Stack(testApp(), "deploy-role");
    new CfnInclude(stack, "Template", { templateFile: FILE });
    expect(stack.node.findAll()).not.toHaveLength(1);
    expect(pack.validateScope(stack).violations).toEqual([]);
  },
);

/** How CloudFormation spells that a value is put in. */
function parameter(name: string): string {
  return `$\{${name}}`;
}
