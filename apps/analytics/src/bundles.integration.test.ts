import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { ANALYTICS_BUNDLE_BUDGET, ANALYTICS_BUNDLING, LAMBDA_FUNCTIONS } from "./constants.ts";
import { ANALYTICS_ENV } from "./env.ts";
import { parseMessage } from "./queue/service-message.ts";
import { startFakeAws } from "./testing/fake-aws.ts";
import { deploymentEvents } from "./testing/feed.ts";
import { sqsEvent, sqsRecord } from "./testing/sqs-event.ts";
import { expectComplete } from "./testing/truth.ts";
import { PROJECT_ID, startWorld, TABLE_NAME } from "./testing/world.ts";

type FunctionName = keyof typeof LAMBDA_FUNCTIONS;

const root = join(import.meta.dirname, "..");

/** Bundles as `build.ts` does. */
async function bundle(name: FunctionName): Promise<Uint8Array> {
  const { outputFiles } = await build({
    ...ANALYTICS_BUNDLING,
    mainFields: [...ANALYTICS_BUNDLING.mainFields],
    absWorkingDir: root,
    entryPoints: [LAMBDA_FUNCTIONS[name].entry],
    outdir: "dist",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/** The SDK alone: the clients and commands that the function uses, nothing else, nothing replaced. */
async function sdkBytes(...imports: readonly string[]): Promise<number> {
  const { alias: _, banner: __, outExtension: ___, ...options } = ANALYTICS_BUNDLING;
  const { outputFiles } = await build({
    ...options,
    mainFields: [...options.mainFields],
    stdin: { contents: imports.map((one) => `export ${one};`).join("\n"), resolveDir: root, loader: "ts" },
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.contents.length ?? 0;
}

const DYNAMODB =
  '{ DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, BatchGetItemCommand } from "../../packages/store/node_modules/@aws-sdk/client-dynamodb"';
const SQS = '{ SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs"';
const SQS_BATCH = '{ SQSClient, SendMessageBatchCommand } from "@aws-sdk/client-sqs"';
const SECRETS = '{ SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager"';

const SDK: Readonly<Record<FunctionName, readonly string[]>> = {
  discover: [DYNAMODB, SQS_BATCH, SECRETS],
  derive: [DYNAMODB, SQS, SECRETS],
  audit: [DYNAMODB],
  job: [DYNAMODB, SECRETS],
};

const bundles = new Map<FunctionName, Uint8Array>();

beforeAll(async () => {
  for (const name of ["discover", "derive", "audit", "job"] as const) bundles.set(name, await bundle(name));
});

describe("size", () => {
  test.each(["discover", "derive", "audit", "job"] as const)("%s stays within its budget", async (name) => {
    const sdk = await sdkBytes(...SDK[name]);
    expect(sdk).toBeGreaterThan(300_000);
    expect(bundles.get(name)?.length).toBeLessThan(sdk * ANALYTICS_BUNDLE_BUDGET);
  });

  test("the same sources give the same bytes", async () => {
    expect(await bundle("derive")).toEqual(bundles.get("derive"));
  });
});

/** Calls a bundled function as Lambda does: a process of its own, its environment, one event. */
async function invoke(
  name: FunctionName,
  environment: Readonly<Record<string, string>>,
  event: unknown,
): Promise<{ readonly answer: unknown; readonly lines: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "bundle-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "function.mjs"), bundles.get(name) ?? "");
  await writeFile(
    join(folder, "invoke.mjs"),
    `import { handler } from "./function.mjs";
     const endsAtMs = Date.now() + 30_000;
     const context = { getRemainingTimeInMillis: () => endsAtMs - Date.now() };
     const answer = await handler(JSON.parse(process.env.EVENT), context);
     process.stdout.write("ANSWER " + JSON.stringify(answer ?? null) + "\\n");
     process.exit(0);`,
  );
  // A file, not a pipe: Node.js quotes a whole minified line before an error, and a full pipe may lose what follows.
  const errors = await open(join(folder, "errors.txt"), "w");
  const child = spawn(process.execPath, [join(folder, "invoke.mjs")], {
    env: { ...environment, EVENT: JSON.stringify(event) },
    stdio: ["ignore", "pipe", errors.fd],
  });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = await once(child, "close");
  await errors.close();
  if (code !== 0) {
    const said = await readFile(join(folder, "errors.txt"), "utf8");
    throw new Error(`exit code ${code}: ${said.slice(-2_000)}`);
  }
  const lines = output.trim().split("\n");
  const answer = lines.find((line) => line.startsWith("ANSWER "))?.slice("ANSWER ".length) ?? "null";
  return { answer: JSON.parse(answer), lines: lines.filter((line) => !line.startsWith("ANSWER ")) };
}

describe("a bundled function, called as Lambda does", () => {
  test("a tick is discovered, queued, derived and audited", { timeout: 120_000 }, async () => {
    const world = await startWorld();
    world.clock.nowMs = Date.now();
    const aws = await startFakeAws();
    aws.secret = '{"token":"anything"}';
    const startMs = world.clock.nowMs - 3_600_000;
    const service = world.simulator.addService({
      name: "mine",
      projectId: PROJECT_ID,
      events: deploymentEvents(startMs),
      transitions: [{ atMs: startMs + 90_100, status: "running" }],
    });
    const environment = {
      [ANALYTICS_ENV.environmentName]: "test",
      [ANALYTICS_ENV.tableName]: TABLE_NAME,
      [ANALYTICS_ENV.projectIds]: PROJECT_ID,
      [ANALYTICS_ENV.modelartsEndpoint]: world.upstreamUrl,
      [ANALYTICS_ENV.modelartsSecretId]: "upstream",
      [ANALYTICS_ENV.queueUrl]: `${aws.endpoint}/services`,
      [ANALYTICS_ENV.deadLetterQueueUrl]: `${aws.endpoint}/dead`,
      [ANALYTICS_ENV.maxReceiveCount]: "5",
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_ENDPOINT_URL_DYNAMODB: world.tableEndpoint,
      AWS_ENDPOINT_URL_SQS: aws.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.endpoint,
    };

    const tick = await invoke("discover", environment, { "detail-type": "Scheduled Event" });
    expect(tick.answer).toBeNull();
    expect(aws.messages.map(({ body }) => parseMessage(body))).toMatchObject([
      { serviceId: service.id, state: { status: "running" } },
    ]);

    const records = [
      ...aws.messages.map(({ body }, i) => sqsRecord(`m${i}`, body)),
      sqsRecord("poison", "{"),
    ];
    const derived = await invoke("derive", environment, sqsEvent(...records));
    expect(derived.answer).toEqual({ batchItemFailures: [] });
    expect(aws.messages.at(-1)).toMatchObject({ body: "{", attributes: { reason: "unparseable" } });
    await expectComplete(world, service);
    expect(metricsIn(derived.lines)).toMatchObject({
      environment: "test",
      MessagesProcessed: 1,
      MessagesDeadLettered: 1,
      EventsRead: 10,
    });

    const audited = await invoke("audit", environment, {});
    expect(metricsIn(audited.lines)).toMatchObject({ AuditCompleted: 1, DaysAudited: 1, RollupDrift: 0 });
  });

  test("that lacks a setting does not start, and says which", async () => {
    const environment = { [ANALYTICS_ENV.tableName]: TABLE_NAME, AWS_REGION: "eu-west-1" };
    await expect(invoke("derive", environment, {})).rejects.toThrow(
      /\[EnvironmentError\]: Environment: ENVIRONMENT_NAME is missing; MODELARTS_PROJECTS is missing/,
    );
  });
});

function metricsIn(lines: readonly string[]): unknown {
  const found = lines.map((line): unknown => JSON.parse(line));
  return found.find((line) => typeof line === "object" && line !== null && "_aws" in line);
}
