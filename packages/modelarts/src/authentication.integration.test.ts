import { inspect } from "node:util";
import { claim } from "@deploy-lens/core/testing/claim";
import { atMost, never, sized } from "@deploy-lens/core/testing/figure";
import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import { describe, expect, test } from "vitest";
import type { RequestInfo } from "./call/request-info.ts";
import { createModelArtsClient, type ModelArtsClient } from "./client.ts";
import { CredentialsUnavailableError, InvalidArgumentError, UpstreamAuthError } from "./errors/index.ts";
import { type Credentials, credentialsOf, parseCredentials } from "./settings/credentials.ts";
import { eventsAnswer, json, startServer } from "./testing/local-server.ts";
import { failureOf, testClient } from "./testing/test-client.ts";

const query = EventsQuery.create();
const password = parseCredentials({ userName: "ops", domainName: "acme", password: "pässword-CANARY" });

/** A ModelArts and an IAM in one server: it accepts the last token that it issued and that was not revoked. */
async function startTokenServer(lifeMs = 24 * 3600_000) {
  const state = { issued: 0, revoked: 0, iamStatus: 201, bodies: [] as unknown[], nowMs: Date.now() };
  const server = await startServer(async (request, response) => {
    if (!request.url?.startsWith("/v3/")) {
      const token = request.headers["x-auth-token"];
      const good = token === `token-${state.issued}` && state.issued > state.revoked;
      return good
        ? json(response, 200, eventsAnswer())
        : json(response, 401, { error_code: "APIG.0307", error_msg: `The token must be updated: ${token}` });
    }
    let body = "";
    for await (const chunk of request) body += chunk;
    state.bodies.push(JSON.parse(body));
    if (state.iamStatus !== 201)
      return json(response, state.iamStatus, { error: { code: 401, message: body } });
    state.issued += 1;
    const expires = new Date(state.nowMs + lifeMs).toISOString();
    return json(
      response,
      201,
      { token: { expires_at: expires } },
      {
        "x-subject-token": `token-${state.issued}`,
      },
    );
  });
  const iamCalls = () => server.requests.filter((request) => request.startsWith("POST")).length;
  const client = testClient(server.endpoint, {
    credentials: password,
    iamEndpoint: server.endpoint,
    now: () => state.nowMs,
    sleep: async () => undefined,
  });
  return { server, state, iamCalls, client };
}

describe("a password", () => {
  test("becomes a token of the project, fetched once and cached", async () => {
    const { client, server, state, iamCalls } = await startTokenServer();
    await Promise.all(Array.from({ length: 20 }, () => client.listEvents("demo", "s", query)));
    expect(iamCalls()).toBe(1);
    expect(server.requests[0]).toBe("POST /v3/auth/tokens?nocatalog=true");
    expect(state.bodies).toEqual([
      {
        auth: {
          identity: {
            methods: ["password"],
            password: { user: { name: "ops", password: "pässword-CANARY", domain: { name: "acme" } } },
          },
          scope: { project: { id: "demo" } },
        },
      },
    ]);
  });

  test("gives each project a token of its own", async () => {
    const { client, state } = await startTokenServer();
    await client.listServices("one").catch(() => undefined);
    await client.listServices("two").catch(() => undefined);
    expect(JSON.stringify(state.bodies)).toMatch(/"id":"one".*"id":"two"/);
  });

  claim("many at once when the token ends under way: one renewal, each tried again once", async (run) => {
    const [rounds, atOnce] = [sized(run, 3, 50, 50), 100];
    const { client, server, state } = await startTokenServer();
    const worst = { renewals: 0, requests: 0 };
    const failures: string[] = [];
    await client.listEvents("demo", "s", query);
    for (let round = 0; round < rounds; round += 1) {
      const issued = state.issued;
      state.revoked = issued;
      server.requests.length = 0;
      const calls = Array.from({ length: atOnce }, () => client.listEvents("demo", "s", query));
      for (const result of await Promise.allSettled(calls))
        if (result.status === "rejected") failures.push(String(result.reason));
      worst.renewals = Math.max(worst.renewals, state.issued - issued);
      const gets = server.requests.filter((request) => request.startsWith("GET")).length;
      expect(gets).toBeGreaterThan(atOnce);
      worst.requests = Math.max(worst.requests, gets);
    }
    return [
      atMost(
        `renewals when a token expires under ${atOnce} requests at once, worst of ${rounds} rounds`,
        worst.renewals,
        1,
      ),
      atMost("requests for each of them, the renewed attempt included", worst.requests / atOnce, 2),
      never("requests that fail for it", failures, rounds * atOnce),
    ];
  });

  test("the token is renewed ahead of its end, without anyone waiting or being refused", async () => {
    const { client, server, state, iamCalls } = await startTokenServer(3600_000);
    await client.listEvents("demo", "s", query);
    state.nowMs += 3000_000;
    await client.listEvents("demo", "s", query);
    while (iamCalls() < 2) await client.listEvents("demo", "s", query).catch(() => undefined);
    const before = server.requests.length;
    state.nowMs += 700_000;
    await client.listEvents("demo", "s", query);
    expect(server.requests.length).toBe(before + 1);
    expect(iamCalls()).toBe(2);
  });

  test("an upstream that refuses every token is asked once more, then left alone for a while", async () => {
    const { client, state, iamCalls } = await startTokenServer();
    state.revoked = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 50; i += 1) {
      const { error } = await failureOf(() => client.listEvents("demo", "s", query));
      expect(error).toBeInstanceOf(UpstreamAuthError);
      expect(error).toMatchObject({ code: "APIG.0307" });
    }
    expect(iamCalls()).toBe(2);
  });

  claim("ten minutes of a failing IAM: it is not hammered, and recovers", async () => {
    const { client, state, iamCalls } = await startTokenServer();
    state.iamStatus = 500;
    const endMs = state.nowMs + 600_000;
    for (; state.nowMs < endMs; state.nowMs += 1000) {
      const { error } = await failureOf(() => client.listEvents("demo", "s", query));
      expect(error).toMatchObject({ kind: "http", status: 500, path: "/v3/auth/tokens" });
    }
    const asked = iamCalls();
    expect(asked).toBeGreaterThan(8);
    state.iamStatus = 201;
    state.nowMs += 60_000;
    const [result] = await Promise.allSettled([client.listEvents("demo", "s", query)]);
    const failures = result.status === "rejected" ? [String(result.reason)] : [];
    return [
      atMost("requests to an identity service that fails for ten minutes, at one read a second", asked, 25),
      never("failures a minute after it is back", failures, 1),
    ];
  });

  test("an IAM that never answers is a time-out of IAM, not a fault of our credentials", async () => {
    const silent = await startServer(() => undefined);
    const client = testClient(silent.endpoint, {
      credentials: password,
      iamEndpoint: silent.endpoint,
      limits: { credentials: { loadTimeoutMs: 50 } },
    });
    const { error } = await failureOf(() => client.listEvents("demo", "s", query), { withinMs: 550 });
    expect(error).toMatchObject({ kind: "timeout", method: "POST", path: "/v3/auth/tokens", timeoutMs: 50 });
  });

  test("a wrong password is an auth error that shows nothing of it", async () => {
    const { client, state } = await startTokenServer();
    state.iamStatus = 401;
    const { error } = await failureOf(() => client.listEvents("demo", "s", query));
    expect(error).toBeInstanceOf(UpstreamAuthError);
    expect(error).toMatchObject({ method: "POST", path: "/v3/auth/tokens", status: 401 });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("CANARY");
  });

  test("needs to know where IAM is", () => {
    expect(() => testClient("https://gateway.example", { credentials: password })).toThrow(
      new InvalidArgumentError("iamEndpoint", "is needed for a password beside an explicit endpoint"),
    );
    expect(() =>
      createModelArtsClient({
        region: "cn-north-4",
        credentials: password,
        now: Date.now,
        random: Math.random,
      }),
    ).not.toThrow();
  });

  test("token requests are reported too", async () => {
    const infos: RequestInfo[] = [];
    const { server } = await startTokenServer();
    const client = testClient(server.endpoint, {
      credentials: password,
      iamEndpoint: server.endpoint,
      onRequest: (info) => infos.push(info),
    });
    await client.listEvents("demo", "s", query);
    expect(infos.map(({ method, route, status, attempts }) => [method, route, status, attempts])).toEqual([
      ["POST", "/v3/auth/tokens", 201, 1],
      ["GET", "/v1/{project_id}/services/{service_id}/events", 200, 1],
    ]);
  });
});

describe("a temporary access key", () => {
  test("sends its security token, signed", async () => {
    const server = await startServer((_, response) => json(response, 200, eventsAnswer()));
    const credentials = parseCredentials({
      accessKey: "AK",
      secretKey: "SK",
      securityToken: "temporary",
      expiresAt: "2026-11-23T12:00:00Z",
    });
    await testClient(server.endpoint, { credentials }).listEvents("demo", "s", query);
    expect(server.headers[0]).toMatchObject({
      "x-security-token": "temporary",
      authorization: expect.stringContaining(
        "SignedHeaders=content-type;host;x-project-id;x-sdk-date;x-security-token",
      ),
    });
  });
});

describe("a given token", () => {
  test("is sent, and a refusal is final", async () => {
    const server = await startServer((_, response) => json(response, 401, { error_code: "APIG.0307" }));
    const client = testClient(server.endpoint, { credentials: parseCredentials({ token: "given" }) });
    const { error } = await failureOf(() => client.listEvents("demo", "s", query));
    expect(error).toBeInstanceOf(UpstreamAuthError);
    expect(server.headers.map((headers) => headers["x-auth-token"])).toEqual(["given"]);
  });
});

describe("credentials from a function", () => {
  test("are asked for by project, and one that is refused keeps no other waiting", async () => {
    const server = await startServer((request, response) =>
      request.headers["x-auth-token"] === "good"
        ? json(response, 200, eventsAnswer())
        : json(response, 401, { error_code: "APIG.0301" }),
    );
    const secret = { token: "good", projects: { broken: { token: "bad" } } };
    const asked: string[] = [];
    const client = testClient(server.endpoint, {
      credentials: async (projectId) => {
        asked.push(projectId);
        return parseCredentials(credentialsOf(secret, projectId));
      },
    });
    for (let i = 0; i < 5; i += 1) {
      const { error } = await failureOf(() => client.listEvents("broken", "s", query));
      expect(error).toBeInstanceOf(UpstreamAuthError);
      await client.listEvents("demo", "s", query);
    }
    expect(asked).toEqual(["broken", "broken", "demo"]);
  });

  const rotating = (tokens: (string | Error)[]) => {
    let asked = 0;
    const credentials = async (): Promise<Credentials> => {
      asked += 1;
      const token = tokens.shift() ?? new Error("no more");
      if (token instanceof Error) throw token;
      return parseCredentials({ token });
    };
    return { credentials, asked: () => asked };
  };

  test("are asked for when first needed, and again when refused", async () => {
    const server = await startServer((request, response) =>
      request.headers["x-auth-token"] === "new"
        ? json(response, 200, eventsAnswer())
        : json(response, 401, { error_code: "APIG.0301" }),
    );
    const { credentials, asked } = rotating(["old", "new"]);
    const client = testClient(server.endpoint, { credentials });
    expect(asked()).toBe(0);
    await Promise.all(Array.from({ length: 10 }, () => client.listEvents("demo", "s", query)));
    expect(asked()).toBe(2);
  });

  test("a call that is refused whatever it brings is tried twice, though others are let in", async () => {
    const server = await startServer((request, response) => {
      if (request.url?.endsWith("/refused")) setTimeout(() => json(response, 401, {}), 20);
      else json(response, 200, { count: 0, total_count: 0, services: [] });
    });
    let issued = 0;
    const client: ModelArtsClient = testClient(server.endpoint, {
      credentials: async () => {
        issued += 1;
        return parseCredentials({ token: `token-${issued}` });
      },
    });
    let over = false;
    const others = (async () => {
      while (!over) await client.listServices("demo").catch(() => undefined);
    })();
    const { error } = await failureOf(() =>
      client.getService("demo", "refused", { deadlineMs: Date.now() + 10_000 }),
    );
    over = true;
    await others;
    expect(error).toBeInstanceOf(UpstreamAuthError);
    expect(server.requests.filter((request) => request.endsWith("/refused"))).toHaveLength(2);
  });

  test("that cannot be loaded fail with the kind of failure, not with its text", async () => {
    const server = await startServer((_, response) => json(response, 200, eventsAnswer()));
    const { credentials } = rotating([new TypeError("could not parse CANARY")]);
    const { error } = await failureOf(() =>
      testClient(server.endpoint, { credentials }).listEvents("demo", "s", query),
    );
    expect(error).toEqual(new CredentialsUnavailableError("TypeError"));
    expect(inspect(error, { depth: 9 })).not.toContain("CANARY");
  });

  test("that never come keep nobody past the deadline", async () => {
    const server = await startServer((_, response) => json(response, 200, eventsAnswer()));
    const client = testClient(server.endpoint, { credentials: () => new Promise(() => undefined) });
    const { error } = await failureOf(
      () => client.listEvents("demo", "s", query, { deadlineMs: Date.now() + 50 }),
      { withinMs: 550 },
    );
    expect(error).toMatchObject({ kind: "timeout" });
  });

  test("a temporary key is replaced before its end", async () => {
    const server = await startServer((_, response) => json(response, 200, eventsAnswer()));
    let nowMs = Date.UTC(2026, 10, 23);
    let asked = 0;
    const client = testClient(server.endpoint, {
      now: () => nowMs,
      credentials: async () =>
        parseCredentials({
          accessKey: `AK${++asked}`,
          secretKey: "SK",
          securityToken: "t",
          expiresAt: new Date(nowMs + 15 * 60_000).toISOString(),
        }),
    });
    for (let minute = 0; minute < 60; minute += 1, nowMs += 60_000) {
      await client.listEvents("demo", "s", query);
    }
    expect(asked).toBe(6);
  });
});
