import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { createSimulator, type Simulator } from "@deploy-lens/simulator/simulator";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "./app.ts";
import type { GatewayResult } from "./lambda/gateway-result.ts";
import { createLambdaHandler } from "./lambda/lambda-adapter.ts";
import { METRICS_NAMESPACE } from "./settings/constants.ts";
import { attemptEvents } from "./testing/attempts.ts";
import { type BuiltFunction, buildFunction } from "./testing/bundle.ts";
import { startIssuer, type TestIssuer } from "./testing/issuer.ts";
import { PROJECT, SAMPLE } from "./testing/stack.ts";
import { startTable, type TestTable } from "./testing/table.ts";
import { gatewayEvent } from "./testing/ways.ts";

// Runs the built function in its own process, as Lambda does, against a local secret store, table and ModelArts.

const FIXTURES = join(import.meta.dirname, "../fixtures/gateway");
const ISSUER = "https://issuer.example";
const KEYS = { accessKey: "AKCANARY0000000000", secretKey: "SKCANARY-very-secret" };

let built: BuiltFunction;
let table: TestTable;
let issuer: TestIssuer;
let simulator: Simulator;
let endpoint: string;
let secrets: Server;
let secretString: string | null;
let secretReads: { authorization: string | undefined; body: string }[];

beforeAll(async () => {
  built = await buildFunction();
  table = await startTable();
  issuer = await startIssuer();
  simulator = createSimulator({
    scenario: { services: 0, live: false },
    auth: { keys: [{ ...KEYS, projectIds: [PROJECT] }] },
  });
  endpoint = await simulator.listen();
  secrets = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      secretReads.push({ authorization: request.headers.authorization, body });
      if (secretString === null) {
        response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
        return response.end(JSON.stringify({ __type: "ResourceNotFoundException", message: "not there" }));
      }
      return response.end(JSON.stringify({ SecretString: secretString }));
    });
  });
  secrets.listen(0, "127.0.0.1");
  await once(secrets, "listening");
});

afterAll(async () => {
  secrets.close();
  await simulator.close();
  await issuer.close();
  await table.close();
  await built.remove();
});

let child: ChildProcess;
let output: string;

beforeEach(() => {
  secretString = JSON.stringify(KEYS);
  secretReads = [];
  output = "";
});

afterEach(async () => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, "exit");
});

async function start(changes: Record<string, string> = {}): Promise<void> {
  const address = secrets.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  child = fork(join(import.meta.dirname, "testing/run-lambda.ts"), [built.entry], {
    silent: true,
    env: {
      PATH: process.env.PATH,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "ASIA",
      AWS_SECRET_ACCESS_KEY: "role-CANARY-secret",
      AWS_SESSION_TOKEN: "session-CANARY",
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${address.port}/`,
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
      ENVIRONMENT_NAME: "test",
      APP_VERSION: "9.9.9",
      TABLE_NAME: table.tableName,
      MODELARTS_ENDPOINT: endpoint,
      MODELARTS_PROJECTS: PROJECT,
      MODELARTS_SECRET_ID: "modelarts/test",
      AUTH_ISSUER: ISSUER,
      AUTH_JWKS_URI: `${issuer.setting.issuer}/keys`,
      AUTH_AUDIENCES: "deploy-lens",
      ...changes,
    },
  });
  child.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    output += chunk;
  });
  await Promise.race([once(child, "message"), once(child, "exit")]);
}

async function invoke(target: string, claims: Readonly<Record<string, unknown>> | null = {}) {
  const headers =
    claims === null ? {} : { authorization: `Bearer ${await issuer.token({ iss: ISSUER, ...claims })}` };
  child.send(gatewayEvent(target, { headers }));
  const [{ value, error }] = await once(child, "message");
  if (error !== undefined) throw new Error(error);
  return { status: value.statusCode, body: JSON.parse(value.body) };
}

const lines = () =>
  output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));

describe("the function", () => {
  test("answers events, signed with the key of the secret, which was read while it started", async () => {
    await start();
    expect(secretReads).toHaveLength(1);
    expect(secretReads[0]?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=ASIA\/\d{8}\/us-east-1\/secretsmanager\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$/,
    );
    expect(JSON.parse(secretReads[0]?.body ?? "")).toEqual({ SecretId: "modelarts/test" });
    expect(await invoke(`/v1/${PROJECT}/services/${SAMPLE}/events?limit=1`)).toMatchObject({
      status: 200,
      body: { count: 1, total_count: 9 },
    });
    expect(await invoke("/healthz")).toEqual({ status: 200, body: { status: "ok", version: "9.9.9" } });
    expect(secretReads).toHaveLength(1);
  });

  test("loads nothing of fetch before it has answered", async () => {
    await start();
    // The archive is not asked here, so its client's behaviour does not matter.
    await invoke(`/api/v1/projects/${PROJECT}/services/${SAMPLE}/events?from=2019-07-08T14:47:32Z`);
    child.send("fetch");
    const [{ value }] = await once(child, "message");
    expect(value).toBe(false);
  });

  test("answers as the app does with Node.js' own classes, whatever comes", async () => {
    const origin = "https://pages.example";
    await start({ CORS_ORIGINS: origin });
    const byNode = createLambdaHandler(
      createApp({
        upstream: createModelArtsClient({
          endpoint,
          credentials: parseCredentials(KEYS),
          now: Date.now,
          random: Math.random,
        }),
        auth: { ...issuer.setting, issuer: ISSUER, jwksUri: `${issuer.setting.issuer}/keys` },
        projects: [PROJECT],
        now: Date.now,
        log: () => undefined,
        settings: { version: "9.9.9", corsOrigins: [origin] },
      }),
    );
    const events = `/api/v1/projects/${PROJECT}/services/${SAMPLE}/events`;
    const wire = `/v1/${PROJECT}/services/${SAMPLE}/events?limit=2`;
    const authorization = `Bearer ${await issuer.token({ iss: ISSUER })}`;
    const asked = [
      ...[events, wire, "/healthz", "/nope", "/docs", "/openapi.json", `${events}?limit=0`].flatMap(
        (target) =>
          ["GET", "HEAD", "OPTIONS", "POST"].map((method) =>
            gatewayEvent(target, { method, headers: { authorization, origin } }),
          ),
      ),
      gatewayEvent(wire, { headers: { authorization, "if-none-match": "*" } }),
      gatewayEvent(`${events}?to=1`, { headers: { authorization, "accept-language": "zh" } }),
      ...readdirSync(FIXTURES)
        .filter((file) => !file.startsWith("refused-"))
        .map((file): unknown => JSON.parse(readFileSync(join(FIXTURES, file), "utf8"))),
    ];
    for (const event of asked) {
      child.send(Object(event));
      const [{ value }] = await once(child, "message");
      const theirs = await byNode(event, { getRemainingTimeInMillis: () => 29_000 });
      expect(withoutChance(value), JSON.stringify(event)).toEqual(withoutChance(theirs));
    }
  });

  test("answers from the table what the upstream has forgotten", async () => {
    const ids = { projectId: PROJECT, serviceId: "forgotten" };
    await table.keep(
      ids,
      { events: attemptEvents({ startedAtMs: Date.now() - 86_400_000 * 60 }) },
      {
        name: "old",
        status: "stopped",
        transitionAtMs: 1,
      },
    );
    await start();
    const { status, body } = await invoke(
      `/api/v1/projects/${PROJECT}/services/forgotten/deploy-durations?from=2020-01-01`,
    );
    expect([status, body.total?.n]).toEqual([200, 1]);
    expect((await invoke(`/api/v1/projects/${PROJECT}/services/forgotten/events`)).body.events).toHaveLength(
      10,
    );
  });

  test("logs one line for each request and each upstream call, which are their metrics, too", async () => {
    await start();
    await invoke(`/api/v1/projects/${PROJECT}/services/${SAMPLE}/events?limit=1`);
    await invoke("/nope");
    await expect.poll(() => lines().length).toBe(3);
    const [upstream, first, second] = lines();
    expect(upstream).toMatchObject({
      message: "upstream call",
      upstreamRoute: "/v1/{project_id}/services/{service_id}/events",
      UpstreamRequests: 1,
      UpstreamErrors: 0,
      environment: "test",
    });
    expect(first).toMatchObject({
      message: "request",
      level: "INFO",
      route: "listEvents",
      status: 200,
      projectId: PROJECT,
      serviceId: SAMPLE,
      cache: "miss",
      coldStart: true,
      version: "9.9.9",
      Requests: 1,
      ServerErrors: 0,
      Latency: expect.any(Number),
    });
    expect(second).toMatchObject({
      route: "none",
      status: 404,
      problem: "route-not-found",
      coldStart: false,
      ClientErrors: 1,
    });
    for (const line of lines()) expectMetricsDocument(line);
  });

  test("takes the project's own key where the secret has one", async () => {
    secretString = JSON.stringify({ ...KEYS, secretKey: "of another user", projects: { [PROJECT]: KEYS } });
    await start();
    expect((await invoke(`/v1/${PROJECT}/services/${SAMPLE}/events`)).status).toBe(200);
  });

  test("starts without its secret, and takes it up when it is there", async () => {
    secretString = null;
    await start();
    const target = `/v1/${PROJECT}/services/${SAMPLE}/events`;
    expect(await invoke(target)).toMatchObject({ status: 502, body: { error_code: "APIG.0202" } });
    secretString = JSON.stringify(KEYS);
    await expect
      .poll(async () => (await invoke(target)).status, { timeout: 10_000, interval: 500 })
      .toBe(200);
  });

  test.each([
    ["that is empty", ""],
    ["of another shape", "{}"],
    ["with a wrong entry for a project", JSON.stringify({ ...KEYS, projects: { [PROJECT]: {} } })],
  ])("is not ready with a secret %s, and is soon after it was filled", async (_, secret) => {
    secretString = secret;
    await start();
    expect(await invoke("/readyz")).toMatchObject({
      status: 503,
      body: { detail: "Our credentials for the platform cannot be loaded." },
    });
    // Liveness is a separate question.
    expect((await invoke("/healthz")).status).toBe(200);
    secretString = JSON.stringify(KEYS);
    await expect
      .poll(async () => (await invoke("/readyz")).status, { timeout: 10_000, interval: 500 })
      .toBe(200);
  });

  test("says what is wrong with its environment, and does not start", async () => {
    await start({ TABLE_NAME: "", CORS_ORIGINS: "*" });
    expect(child.exitCode ?? (await once(child, "exit"))[0]).not.toBe(0);
    expect(output).toContain("Environment: TABLE_NAME is missing; CORS_ORIGINS must be origins");
  });

  test.each([
    ["of another key", JSON.stringify({ ...KEYS, secretKey: "CANARY wrong" })],
    ["of another shape", '{"odd":"CANARY"}'],
    ["that is no JSON", "not JSON CANARY"],
  ])("shows a secret %s to nobody", async (_, secret) => {
    secretString = secret;
    await start();
    const answers = [
      await invoke(`/v1/${PROJECT}/services/${SAMPLE}/events`),
      await invoke(`/api/v1/projects/${PROJECT}/services`),
      await invoke(`/api/v1/projects/${PROJECT}/services`, { email: "CANARY@example" }),
    ];
    await expect.poll(() => lines().length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(answers) + output).not.toContain("CANARY");
    expect(answers[0]?.status).toBe(502);
  });

  test("is asked with a token or refuses", async () => {
    await start();
    expect((await invoke(`/api/v1/projects/${PROJECT}/services`, null)).status).toBe(401);
    expect((await invoke("/api/v1/projects/other/services")).status).toBe(403);
  });
});

/** Drops what differs on every request: ids and timestamps. */
function withoutChance({ statusCode, headers, body, isBase64Encoded }: GatewayResult): unknown {
  const { "x-request-id": id = "", traceparent, etag, age, "cache-status": cache, ...kept } = headers;
  return {
    statusCode,
    isBase64Encoded,
    headers: kept,
    named: [traceparent, etag, cache].map((text) => text !== undefined),
    body: body.replaceAll(id, "ID").replaceAll(/"asOf":"[^"]*"/g, '"asOf":""'),
  };
}

/** Source: CloudWatch, "Specification: Embedded metric format". */
function expectMetricsDocument(line: Record<string, unknown>): void {
  expect(line._aws).toMatchObject({
    Timestamp: expect.any(Number),
    CloudWatchMetrics: [{ Namespace: METRICS_NAMESPACE }],
  });
  const { _aws } = JSON.parse(JSON.stringify(line));
  for (const { Dimensions, Metrics } of _aws.CloudWatchMetrics) {
    for (const name of Dimensions.flat()) expect(line[name], `dimension ${name}`).toEqual(expect.any(String));
    for (const { Name } of Metrics) expect(line[Name], `metric ${Name}`).toEqual(expect.any(Number));
  }
}
