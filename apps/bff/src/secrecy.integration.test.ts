import { createServer, type Server } from "node:http";
import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type App, createApp } from "./app.ts";
import { createLogWriter } from "./log/write-log.ts";
import { startIssuer, type TestIssuer } from "./testing/issuer.ts";
import { PROJECT, SAMPLE } from "./testing/stack.ts";

// Puts canaries into every input of a request and the upstream; none may appear in an answer or a log line.

const CANARY = "CANARY7f3a";
const TARGETS = [
  `/v1/${PROJECT}/services/${SAMPLE}/events`,
  `/api/v1/projects/${PROJECT}/services/${SAMPLE}/events`,
  `/api/v1/projects/${PROJECT}/services/${SAMPLE}/deployments/latest`,
  `/api/v1/projects/${PROJECT}/services`,
];

let upstream: Server;
let issuer: TestIssuer;
let app: App;
let log: string[];
let answer: { status: number; headers?: Record<string, string>; body: string };

beforeAll(async () => {
  issuer = await startIssuer();
  upstream = createServer((_, response) => {
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  const address = upstream.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  log = [];
  const writer = createLogWriter({
    environmentName: "test",
    version: "1",
    now: Date.now,
    writeLine: (line) => log.push(line),
  });
  app = createApp({
    upstream: createModelArtsClient({
      endpoint: `http://127.0.0.1:${address.port}`,
      credentials: parseCredentials({ accessKey: `AK${CANARY}`, secretKey: `SK ${CANARY}` }),
      now: Date.now,
      random: Math.random,
      limits: { retry: { maxAttempts: 1 }, breaker: { minAttempts: 10_000 } },
      onRequest: writer.upstream,
    }),
    auth: issuer.setting,
    now: Date.now,
    log: writer.request,
    settings: { cache: { softMs: 0, hardMs: 0, negativeMs: 0, patienceMs: 0, loadTimeoutMs: 5_000 } },
  });
});

afterAll(async () => {
  upstream.close();
  upstream.closeAllConnections();
  await issuer.close();
});

async function everythingSaid(target: string, init: RequestInit = {}): Promise<string> {
  log.length = 0;
  const response = await app.request(target, init);
  const said = [await response.text(), ...[...response.headers].flat(), ...log].join("\n");
  expect(log.length).toBeGreaterThan(0);
  return said;
}

const NORMAL = {
  status: 200,
  body: JSON.stringify({ service_id: "s", service_name: "n", count: 0, total_count: 0, events: [] }),
};

describe("by a request", () => {
  test.each([
    "authorization",
    "cookie",
    "x-auth-token",
    "x-api-key",
    "x-amz-security-token",
    "proxy-authorization",
    "user-agent",
    "referer",
    "origin",
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-real-ip",
    "via",
    "from",
    "host",
    "te",
    "accept",
    "accept-encoding",
    "accept-language",
    "if-none-match",
    "if-modified-since",
    "range",
    "traceparent",
    "tracestate",
    "baggage",
    "x-request-id",
    "idempotency-key",
    "x-subject-token",
    "x-custom",
    "content-type",
  ])("header %s", async (name) => {
    answer = NORMAL;
    const value = name === "x-request-id" ? `${CANARY} with spaces` : `Bearer ${CANARY}.${CANARY}.${CANARY}`;
    const token = await issuer.token();
    for (const target of [...TARGETS, "/nope", "/healthz"]) {
      const headers =
        name === "authorization" ? { [name]: value } : { authorization: `Bearer ${token}`, [name]: value };
      const said = await everythingSaid(target, { headers });
      expect(said).not.toContain(CANARY);
      expect(said).not.toContain(token);
    }
  });

  test.each([
    (target: string) => `${target}?limit=${CANARY}`,
    (target: string) => `${target}?event_type=${CANARY}&order=${CANARY}`,
    (target: string) => `${target}?cursor=${CANARY}`,
    (target: string) => `${target}?from=${CANARY}`,
    (target: string) => `${target}?model=${CANARY}%00`,
  ])("the value of a parameter, %#", async (targetOf) => {
    answer = NORMAL;
    const headers = { authorization: `Bearer ${await issuer.token()}` };
    // The wire-compatible route quotes a refused value to its sender, as ModelArts does; the log never does.
    for (const target of TARGETS) {
      const said = await everythingSaid(targetOf(target), { headers });
      if (target.startsWith("/v1/")) expect(log.join("\n")).not.toContain(CANARY);
      else expect(said).not.toContain(CANARY);
    }
  });

  test("an id that is none", async () => {
    const headers = { authorization: `Bearer ${await issuer.token()}` };
    for (const target of TARGETS) {
      await everythingSaid(target.replace(PROJECT, `${CANARY}.${CANARY}`), { headers });
      expect(log.join("\n")).not.toContain(CANARY);
    }
  });

  test("claims of a token", async () => {
    answer = NORMAL;
    const token = await issuer.token({
      email: CANARY,
      name: CANARY,
      nonce: CANARY,
      jti: CANARY,
      groups: [CANARY],
    });
    for (const target of TARGETS) {
      expect(await everythingSaid(target, { headers: { authorization: `Bearer ${token}` } })).not.toContain(
        CANARY,
      );
    }
  });
});

describe("by the upstream", () => {
  test.each<[string, typeof answer]>([
    ...[400, 401, 403, 404, 409, 418, 429, 500, 502, 503, 504].map((status): [string, typeof answer] => [
      `an error ${status}`,
      {
        status,
        headers: {
          "x-request-id": CANARY,
          "retry-after": CANARY,
          "set-cookie": `a=${CANARY}`,
          location: `http://${CANARY}`,
        },
        body: JSON.stringify({ error_code: `ModelArts.${CANARY}`, error_msg: CANARY, request_id: CANARY }),
      },
    ]),
    ["a body that is no JSON", { status: 200, body: `{"${CANARY}` }],
    [
      "a page of HTML",
      { status: 200, headers: { "content-type": "text/html" }, body: `<html>${CANARY}</html>` },
    ],
    [
      "a wrong type",
      { status: 200, body: JSON.stringify({ service_id: { [CANARY]: CANARY }, events: CANARY }) },
    ],
    ["a redirect", { status: 302, headers: { location: `http://${CANARY}.example/` }, body: CANARY }],
  ])("%s", async (_, given) => {
    answer = given;
    const headers = { authorization: `Bearer ${await issuer.token()}` };
    for (const target of TARGETS) {
      expect(await everythingSaid(target, { headers })).not.toContain(CANARY);
    }
  });
});

test("environment variables of a service stay with the platform", async () => {
  answer = { status: 200, body: detailWithSecrets() };
  const headers = { authorization: `Bearer ${await issuer.token()}` };
  // The wire-compatible route passes answers through unchanged; real platform events contain nothing of the kind.
  for (const target of TARGETS.filter((one) => !one.startsWith("/v1/"))) {
    expect(await everythingSaid(target, { headers })).not.toContain(CANARY);
  }
});

function detailWithSecrets(): string {
  const config = [{ model_name: "m", model_version: "1", envs: { PASSWORD: CANARY }, src_path: CANARY }];
  const service = {
    service_id: "s",
    service_name: "n",
    status: "running",
    transition_at: 1,
    access_address: CANARY,
  };
  return JSON.stringify({
    ...service,
    config,
    count: 0,
    total_count: 0,
    events: [],
    services: [],
    logs: [{ update_time: 1, result: "SUCCESS", config }],
  });
}
