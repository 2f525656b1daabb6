import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack, Stage } from "aws-cdk-lib";
import { AttributeType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { afterAll, expect, test } from "vitest";
import { describeChanges } from "./describe-changes.ts";
import { readSynthOutput, type SynthOutput } from "./synth-output.ts";

const scratch = mkdtempSync(join(tmpdir(), "deploy-lens-changes-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Made {
  readonly code?: string;
  readonly key?: string;
  readonly queue?: boolean;
  readonly description?: string;
}

/** Two environments, each of one stack, as the CDK writes them. */
function synthesize({ code = "one", key = "pk", queue = true, description = "" }: Made): SynthOutput {
  const folder = mkdtempSync(join(scratch, "out-"));
  const bundle = join(folder, "code");
  mkdirSync(bundle);
  writeFileSync(join(bundle, "index.mjs"), code);
  const app = new App({ outdir: join(folder, "cdk.out") });
  for (const environment of ["dev", "prod"]) {
    const stack = new Stack(new Stage(app, environment), "service", { description });
    new Table(stack, "Table", { partitionKey: { name: key, type: AttributeType.STRING } });
    if (queue) new Queue(stack, "Queue");
    new LambdaFunction(stack, "Function", {
      runtime: Runtime.NODEJS_24_X,
      handler: "index.handler",
      code: Code.fromAsset(bundle),
    });
  }
  app.synth();
  return readSynthOutput(join(folder, "cdk.out"));
}

test("nothing changes between two synthesises of the same", async () => {
  expect(await describeChanges(synthesize({}), synthesize({}))).toBe(
    "### What this changes in AWS\n\nNo template changes.\n\nNo function grows or shrinks.\n",
  );
});

test("other code alone is a matter of sizes, not of templates", async () => {
  const text = await describeChanges(
    synthesize({ code: "x".repeat(1024) }),
    synthesize({ code: "x".repeat(3072) }),
  );
  expect(text).toContain("No template changes.");
  expect(text).toMatch(/^\| Function \| 0\.0 KiB \| .+ \| 3\.0 KiB \| \+2\.0 KiB \(\+200\.0 %\) \|$/m);
});

test("a few bytes more are the bundler's, and no news", async () => {
  const text = await describeChanges(
    synthesize({ code: "x".repeat(1024) }),
    synthesize({ code: "x".repeat(1064) }),
  );
  expect(text).toContain("No function grows or shrinks.");
});

test("what is lost stands first, with its stacks; the same difference stands once", async () => {
  const text = await describeChanges(synthesize({}), synthesize({ key: "id", queue: false }));
  expect(text).toContain("Templates that change: `dev/service`, `prod/service`.");
  expect(text).toMatch(
    /^\* \*\*replaced\*\*: `Table\w+` \(AWS::DynamoDB::Table\) in dev\/service, prod\/service$/m,
  );
  expect(text).toMatch(/^\* \*\*deleted\*\*: `Queue\w+` \(AWS::SQS::Queue\)/m);
  expect(text.match(/<details>/g)).toHaveLength(1);
  expect(text).toMatch(/^- AWS::SQS::Queue Queue/m);
  expect(text).toMatch(/^! AWS::DynamoDB::Table Table/m);
});

test("a stack that is new is added, not changed", async () => {
  const after = synthesize({});
  const text = await describeChanges({ templates: new Map(), bundles: new Map() }, after);
  expect(text).toMatch(/^\+ AWS::SQS::Queue Queue/m);
  expect(text).not.toContain("Look twice");
  expect(text).toMatch(/^\| Function \| 0\.0 KiB \| new \| 0\.0 KiB \| new \|$/m);
});

test("a difference cannot leave its fence", async () => {
  const text = await describeChanges(
    synthesize({}),
    synthesize({ description: "```` </details> ## Approved" }),
  );
  const [fence] = /^`{5,}(?=diff$)/m.exec(text) ?? [];
  expect(fence).toBe("`````");
  expect(text.indexOf("## Approved")).toBeLessThan(text.lastIndexOf(fence ?? ""));
});

test("what does not fit is left out, and it is said", async () => {
  const text = await describeChanges(synthesize({}), synthesize({ key: "id" }), 600);
  expect(text.length).toBeLessThanOrEqual(600);
  expect(text).not.toContain("<details>");
  expect(text).toContain("1 more did not fit here: `npm run diff -- ENV` shows them.");
});
