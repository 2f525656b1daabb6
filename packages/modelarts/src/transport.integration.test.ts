import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import { describe, expect, test, vi } from "vitest";
import type { RequestInfo } from "./call/request-info.ts";
import {
  InvalidArgumentError,
  RequestAbortedError,
  UpstreamAuthError,
  UpstreamHttpError,
  UpstreamNotFoundError,
  UpstreamThrottledError,
  UpstreamTimeoutError,
} from "./errors/index.ts";
import { eventsAnswer, json, startServer } from "./testing/local-server.ts";
import { failureOf, ONE_ATTEMPT, testClient } from "./testing/test-client.ts";

const query = EventsQuery.create({ order: "asc" });
const noSleep = async () => undefined;

describe("what is sent and what comes back", () => {
  test("writes every default, signs, and gives the answer with its request id and date", async () => {
    const server = await startServer((_, response) =>
      json(response, 200, eventsAnswer(), { "x-request-id": "r-1", date: "Wed, 21 Oct 2026 07:28:00 GMT" }),
    );
    const reply = await testClient(server.endpoint).listEvents("demo", "s-1", query);
    expect(server.requests).toEqual([
      "GET /v1/demo/services/s-1/events?limit=1000&offset=0&order=asc&sort_by=occur_time",
    ]);
    expect(server.headers[0]).toMatchObject({
      accept: "application/json",
      "content-type": "application/json",
      "x-project-id": "demo",
      authorization: expect.stringMatching(
        /^SDK-HMAC-SHA256 Access=AKEXAMPLE, SignedHeaders=content-type;host;x-project-id;x-sdk-date, Signature=[0-9a-f]{64}$/,
      ),
    });
    expect(reply).toEqual({
      answer: eventsAnswer(),
      requestId: "r-1",
      dateMs: Date.UTC(2026, 9, 21, 7, 28),
      setAside: [],
    });
  });

  test("keeps its connections", async () => {
    const ports = new Set<number | undefined>();
    const server = await startServer((request, response) => {
      ports.add(request.socket.remotePort);
      json(response, 200, eventsAnswer());
    });
    const client = testClient(server.endpoint);
    for (let i = 0; i < 20; i += 1) await client.listEvents("demo", "s", query);
    // Two take turns where the next request is faster than the release of the last connection.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  test("keeps a path prefix of the endpoint", async () => {
    const server = await startServer((_, response) => json(response, 200, eventsAnswer()));
    await testClient(`${server.endpoint}/gateway/`).listEvents("demo", "s", query);
    expect(server.requests[0]).toMatch(/^GET \/gateway\/v1\/demo\/services\/s\/events\?/);
  });

  test.each(["../admin", "a/b", "a?b", "a#b", "%2e%2e", "a b", "", "é", "x".repeat(65), "a\r\nb", "a\0"])(
    "an id of %j is refused before anything is sent",
    async (id) => {
      const server = await startServer((_, response) => json(response, 200, eventsAnswer()));
      const client = testClient(server.endpoint);
      const asService = await failureOf(() => client.listEvents("demo", id, query));
      const asProject = await failureOf(() => client.listServices(id));
      expect(asService.error).toBeInstanceOf(InvalidArgumentError);
      expect(asService.error).toMatchObject({ parameter: "service_id" });
      expect(asProject.error).toMatchObject({ parameter: "project_id" });
      expect(server.requests).toEqual([]);
    },
  );
});

describe("statuses", () => {
  test.each([
    [400, "ModelArts.0107", UpstreamHttpError, "http"],
    [403, "APIG.0302", UpstreamAuthError, "auth"],
    [404, "ModelArts.3502", UpstreamNotFoundError, "not_found"],
    [429, "APIG.0308", UpstreamThrottledError, "throttled"],
    [503, "APIG.0613", UpstreamHttpError, "http"],
  ])("%i %s", async (status, code, type, kind) => {
    const server = await startServer((_, response) =>
      json(response, status, { error_code: code, error_msg: "no" }, { "x-request-id": "r-9" }),
    );
    const client = testClient(server.endpoint, { limits: ONE_ATTEMPT });
    const { error } = await failureOf(() => client.getService("demo", "s"));
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ kind, status, code, upstreamMessage: "no", requestId: "r-9" });
    expect(String(error)).toContain(`GET /v1/demo/services/s: upstream answered ${status} ${code}`);
  });

  test("a refusal says so when this machine's clock is off", async () => {
    const server = await startServer((_, response) =>
      json(response, 401, {}, { date: "Wed, 21 Oct 2026 07:28:00 GMT" }),
    );
    const client = testClient(server.endpoint, { now: () => Date.UTC(2026, 9, 21, 7, 8) });
    const { error } = await failureOf(() => client.getService("demo", "s"));
    expect(String(error)).toContain("this machine's clock is 20 minutes behind the upstream's");
  });

  test("a failure in HTML is a failure with its status", async () => {
    const server = await startServer((_, response) => {
      response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad gateway</h1>");
    });
    const client = testClient(server.endpoint, { limits: ONE_ATTEMPT });
    const { error } = await failureOf(() => client.getService("demo", "s"));
    expect(error).toMatchObject({ kind: "http", status: 502, code: null, upstreamMessage: null });
  });
});

describe("abort and deadline", () => {
  test("aborting one caller reaches the socket and leaves the others alone", async () => {
    let closed = 0;
    let answerOther = () => undefined as unknown;
    const server = await startServer((_, response, count) => {
      response.on("close", () => {
        if (!response.writableFinished) closed += 1;
      });
      if (count > 0) answerOther = () => json(response, 200, eventsAnswer());
    });
    const client = testClient(server.endpoint);
    const controller = new AbortController();
    const aborted = failureOf(() => client.listEvents("demo", "s", query, { signal: controller.signal }));
    await vi.waitUntil(() => server.requests.length === 1, { timeout: 10_000 });
    const other = client.listEvents("demo", "s", query);
    controller.abort(new Error("left the page"));
    const { error } = await aborted;
    expect(error).toBeInstanceOf(RequestAbortedError);
    expect(error).toMatchObject({ cause: controller.signal.reason });
    await vi.waitUntil(() => closed === 1 && server.requests.length === 2, { timeout: 10_000 });
    answerOther();
    await other;
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    ["a deadline that has passed", { deadlineMs: Date.now() - 1 }, UpstreamTimeoutError],
    ["a signal that was aborted before", { signal: AbortSignal.abort() }, RequestAbortedError],
    ["a deadline that is no time", { deadlineMs: Number.NaN }, InvalidArgumentError],
  ])("%s sends nothing", async (_, options, type) => {
    const server = await startServer((_request, response) => json(response, 200, eventsAnswer()));
    const { error } = await failureOf(() =>
      testClient(server.endpoint).listEvents("demo", "s", query, options),
    );
    expect(error).toBeInstanceOf(type);
    expect(server.requests).toEqual([]);
  });

  test("listeners are gone after the call", async () => {
    const server = await startServer((_, response, count) =>
      count % 2 === 0 ? json(response, 503, {}) : json(response, 200, eventsAnswer()),
    );
    const client = testClient(server.endpoint, {
      sleep: noSleep,
      limits: { breaker: { minAttempts: Number.POSITIVE_INFINITY } },
    });
    const controller = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = controller.signal;
    controller.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners += 1;
      Reflect.apply(addEventListener, controller.signal, args);
    };
    controller.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners -= 1;
      Reflect.apply(removeEventListener, controller.signal, args);
    };
    for (let i = 0; i < 5; i += 1) {
      await client.listEvents("demo", "s", query, {
        signal: controller.signal,
        deadlineMs: Number.POSITIVE_INFINITY,
      });
    }
    expect(listeners).toBe(0);
  });
});

test("every call is reported once, with its route and never its ids", async () => {
  const infos: RequestInfo[] = [];
  const server = await startServer((_, response, count) =>
    count === 1 ? json(response, 200, eventsAnswer()) : json(response, count === 0 ? 503 : 404, {}),
  );
  const client = testClient(server.endpoint, {
    sleep: noSleep,
    onRequest: (info) => {
      infos.push(info);
      throw new Error("a broken metric");
    },
  });
  await client.listEvents("demo", "s", query);
  await failureOf(() => client.getService("demo", "s"));
  await failureOf(() => client.getService("demo", "s", { signal: AbortSignal.abort() }));
  const method = "GET";
  const durationMs = expect.any(Number);
  expect(infos).toEqual([
    {
      method,
      route: "/v1/{project_id}/services/{service_id}/events",
      status: 200,
      errorKind: null,
      durationMs,
      attempts: 2,
      retries: 1,
      setAside: 0,
    },
    {
      method,
      route: "/v1/{project_id}/services/{service_id}",
      status: 404,
      errorKind: "not_found",
      durationMs,
      attempts: 1,
      retries: 0,
      setAside: 0,
    },
    {
      method,
      route: "/v1/{project_id}/services/{service_id}",
      status: null,
      errorKind: "aborted",
      durationMs,
      attempts: 0,
      retries: 0,
      setAside: 0,
    },
  ]);
});
