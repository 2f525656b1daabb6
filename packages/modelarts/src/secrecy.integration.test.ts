import { inspect } from "node:util";
import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import { describe, expect, test } from "vitest";
import { type Credentials, parseCredentials, Secret, scrub } from "./settings/credentials.ts";
import { type Handler, json, startServer } from "./testing/local-server.ts";
import { failureOf, testClient } from "./testing/test-client.ts";

const KINDS: Record<string, Credentials> = {
  "an access key": parseCredentials({ accessKey: "AKCANARY", secretKey: "SK CANARY+/=" }),
  "a temporary key": parseCredentials({
    accessKey: "AKCANARY",
    secretKey: "SKCANARY",
    securityToken: "STCANARY+/==",
    expiresAt: "2099-01-01T00:00:00Z",
  }),
  "a token": parseCredentials({ token: "TOKENCANARY+/=" }),
  "a password": parseCredentials({ userName: "ops", domainName: "acme", password: 'pass"CANARY\\' }),
};

/** Ways in which a broken or hostile upstream may return what it received. */
const ECHOES: Record<string, Handler> = {
  "in error_msg": (request, response) =>
    json(response, 400, { error_code: "X.1", error_msg: JSON.stringify(request.headers) }),
  "in error_msg, as text": (request, response) =>
    json(response, 500, { error_msg: Object.values(request.headers).join(" ") }),
  "in error_code": (request, response) =>
    json(response, 403, {
      error_code: String(request.headers["x-auth-token"] ?? request.headers.authorization),
    }),
  "in the keystone shape": (request, response) =>
    json(response, 401, { error: { code: 401, message: String(Object.values(request.headers)) } }),
  "in x-request-id": (request, response) =>
    json(response, 404, {}, { "x-request-id": encodeURIComponent(String(request.headers["x-auth-token"])) }),
  "in a body that is not JSON": (request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(Object.values(request.headers).join("\n"));
  },
  "in JSON of another shape": (request, response) => json(response, 200, { events: request.headers }),
  "in a redirect": (request, response) => {
    response.writeHead(307, { location: `/?${encodeURIComponent(JSON.stringify(request.headers))}` }).end();
  },
  "in a broken header": (request, response) => {
    response.socket?.end(`HTTP/1.1 200 OK\r\n${JSON.stringify(request.headers)}\0\r\n\r\n`);
  },
};

describe.each(Object.entries(KINDS))("%s", (_, credentials) => {
  test.each(Object.entries(ECHOES))("echoed %s is in no error", async (_where, echo) => {
    const server = await startServer((request, response, count) => {
      if (!request.url?.startsWith("/v3/")) return echo(request, response, count);
      return json(
        response,
        201,
        { token: { expires_at: "2099-01-01T00:00:00Z" } },
        {
          "x-subject-token": "TOKENCANARY",
        },
      );
    });
    const client = testClient(server.endpoint, {
      credentials,
      iamEndpoint: server.endpoint,
      sleep: async () => undefined,
    });
    const { error } = await failureOf(() =>
      client.listEvents("demo", "s", EventsQuery.create({ eventInfo: "QUERYCANARY" })),
    );
    const everything = [
      inspect(error, { depth: 20, showHidden: true, getters: true }),
      JSON.stringify(error, [...Object.getOwnPropertyNames(error), "message", "stack", "cause"]),
      inspect(client, { depth: 20, showHidden: true }),
      inspect(credentials, { depth: 20, showHidden: true }),
      JSON.stringify(credentials),
      String(error),
    ].join("\n");
    expect(everything).toContain("/v1/demo/services/s/events");
    expect(everything).not.toContain("CANARY");
    expect(everything).not.toMatch(/Signature=[0-9a-f]/);
  });
});

test("a secret that no header can carry is refused without being shown", async () => {
  for (const bad of [
    { token: "CANARY\n" },
    { accessKey: "CANARY ", secretKey: "s" },
    { accessKey: "a", secretKey: "s", securityToken: "CANARYé" },
    { accessKey: "CANARY" },
    { token: "CANARY", password: "CANARY" },
    { token: "" },
    "CANARY",
    null,
  ]) {
    const { error } = await failureOf(async () => parseCredentials(bad));
    expect(error).toMatchObject({ kind: "invalid_argument", parameter: "credentials" });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("CANARY");
  }
});

test("scrubbing finds a secret however it is spelled", () => {
  const secrets = [new Secret('a"b/c'), new Secret("")];
  expect(scrub(`plain a"b/c url a%22b%2Fc json ${JSON.stringify('a"b/c')}`, secrets)).toBe(
    'plain [secret] url [secret] json "[secret]"',
  );
});
