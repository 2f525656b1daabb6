import { setTimeout as sleep } from "node:timers/promises";
import { EventsQuery } from "@deploy-lens/core/events-query";
import { describe, expect, test } from "vitest";
import {
  CircuitOpenError,
  InvalidArgumentError,
  OverloadedError,
  RequestAbortedError,
  UpstreamAuthError,
  UpstreamHttpError,
  UpstreamNotFoundError,
  UpstreamThrottledError,
  UpstreamTimeoutError,
} from "./errors.ts";
import type { RequestInfo } from "./request-info.ts";
import { eventsAnswer, json, startServer } from "./testing/local-server.ts";
import { failureOf, ONE_ATTEMPT, SLACK_MS, testClient } from "./testing/test-client.ts";

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

describe("retries", () => {
  test.each([408, 429, 500, 502, 503, 504])("%i is tried again", async (status) => {
    const server = await startServer((_, response, count) =>
      count < 2 ? json(response, status, {}) : json(response, 200, eventsAnswer()),
    );
    await testClient(server.endpoint, { sleep: noSleep }).listEvents("demo", "s", query);
    expect(server.requests).toHaveLength(3);
  });

  test.each([400, 403, 404, 409, 501])("%i is not", async (status) => {
    const server = await startServer((_, response) => json(response, status, {}));
    await failureOf(() => testClient(server.endpoint, { sleep: noSleep }).listEvents("demo", "s", query));
    expect(server.requests).toHaveLength(1);
  });

  test("a broken connection is tried again", async () => {
    const server = await startServer((request, response, count) =>
      count === 0 ? request.socket.destroy() : json(response, 200, eventsAnswer()),
    );
    await testClient(server.endpoint, { sleep: noSleep }).listEvents("demo", "s", query);
    expect(server.requests).toHaveLength(2);
  });

  test("an attempt that hangs leaves time for another within the deadline", async () => {
    const server = await startServer((_, response, count) =>
      count === 0 ? undefined : json(response, 200, eventsAnswer()),
    );
    const client = testClient(server.endpoint, { limits: { minAttemptTimeoutMs: 100 }, sleep: noSleep });
    await client.listEvents("demo", "s", query, { deadlineMs: Date.now() + 600 });
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    ["in seconds", { "retry-after": "3" }],
    [
      "as a date by the server's clock",
      { "retry-after": "Wed, 21 Oct 2026 07:28:03 GMT", date: "Wed, 21 Oct 2026 07:28:00 GMT" },
    ],
  ])("Retry-After %s is waited for", async (_, headers) => {
    const waits: number[] = [];
    let nowMs = Date.now();
    const server = await startServer((_request, response, count) =>
      count === 0 ? json(response, 429, {}, headers) : json(response, 200, eventsAnswer()),
    );
    const client = testClient(server.endpoint, {
      now: () => nowMs,
      random: () => 0,
      sleep: async (durationMs) => {
        waits.push(durationMs);
        nowMs += durationMs;
      },
    });
    await client.listEvents("demo", "s", query);
    expect(waits).toEqual([3000]);
  });

  test("a Retry-After beyond patience or deadline is handed to the caller", async () => {
    const server = await startServer((_, response) => json(response, 429, {}, { "retry-after": "30" }));
    const { error } = await failureOf(() => testClient(server.endpoint).listEvents("demo", "s", query));
    expect(error).toMatchObject({ kind: "throttled", retryAfterMs: 30_000 });

    const short = await startServer((_, response) => json(response, 503, {}, { "retry-after": "2" }));
    const { error: late, tookMs } = await failureOf(() =>
      testClient(short.endpoint).listEvents("demo", "s", query, { deadlineMs: Date.now() + 500 }),
    );
    expect(late).toMatchObject({ kind: "http", status: 503, retryAfterMs: 2000 });
    expect(tookMs).toBeLessThan(SLACK_MS);
    expect(short.requests).toHaveLength(1);
  });

  test("while Retry-After runs nothing is sent to that route; another route is free", async () => {
    let nowMs = Date.now();
    const server = await startServer((request, response) =>
      request.url?.includes("events")
        ? json(response, 429, {}, { "retry-after": "30" })
        : json(response, 200, { service_id: "s", service_name: "n", logs: [] }),
    );
    const client = testClient(server.endpoint, { now: () => nowMs, limits: ONE_ATTEMPT });
    await failureOf(() => client.listEvents("demo", "s", query));
    nowMs += 10_000;
    const { error } = await failureOf(() => client.listEvents("demo", "s", query));
    expect(error).toMatchObject({ kind: "throttled", retryAfterMs: 20_000 });
    expect(String(error)).toContain("not sent");
    await client.listUpdateLogs("demo", "s", { updateTimeMs: 5 });
    nowMs += 20_001;
    await failureOf(() => client.listEvents("demo", "s", query));
    expect(server.requests.map((request) => request.split("?")[0])).toEqual([
      "GET /v1/demo/services/s/events",
      "GET /v1/demo/services/s/logs",
      "GET /v1/demo/services/s/events",
    ]);
    expect(server.requests[1]).toContain("?update_time=5");
  });

  test("an absurd Retry-After silences the client for a minute, not for years", async () => {
    let nowMs = Date.now();
    const server = await startServer((_, response, count) =>
      count === 0
        ? json(response, 429, {}, { "retry-after": "999999999" })
        : json(response, 200, eventsAnswer()),
    );
    const client = testClient(server.endpoint, { now: () => nowMs });
    await failureOf(() => client.listEvents("demo", "s", query));
    nowMs += 60_001;
    await client.listEvents("demo", "s", query);
  });

  test("an upstream that answers nothing but 503 gets at most 1.1 times what was asked for", async () => {
    const offered = 500;
    const server = await startServer((_, response) => json(response, 503, {}));
    const client = testClient(server.endpoint, {
      sleep: noSleep,
      limits: { breaker: { minAttempts: Number.POSITIVE_INFINITY }, concurrency: { maxQueued: offered } },
    });
    await Promise.allSettled(Array.from({ length: offered }, () => client.listEvents("demo", "s", query)));
    expect(server.requests.length).toBeGreaterThan(offered);
    expect(server.requests.length).toBeLessThanOrEqual(1.1 * offered);
  });
});

describe("the breaker", () => {
  test("opens, lets one probe through per window, and closes", async () => {
    let nowMs = Date.now();
    let up = false;
    const server = await startServer((_, response) =>
      up ? json(response, 200, eventsAnswer()) : json(response, 500, {}),
    );
    const client = testClient(server.endpoint, { now: () => nowMs, limits: ONE_ATTEMPT });
    const ask = async () => (await Promise.allSettled([client.listEvents("demo", "s", query)]))[0];
    for (let i = 0; i < 20; i += 1) await ask();
    expect(server.requests).toHaveLength(5);
    expect(client.isUpstreamHealthy()).toBe(false);
    expect(await ask()).toMatchObject({ reason: expect.any(CircuitOpenError) });

    for (let window = 0; window < 3; window += 1) {
      nowMs += 5_000;
      await Promise.all(Array.from({ length: 10 }, ask));
    }
    expect(server.requests).toHaveLength(8);

    nowMs += 5_000;
    up = true;
    expect(await ask()).toMatchObject({ status: "fulfilled" });
    expect(client.isUpstreamHealthy()).toBe(true);
    await ask();
    expect(server.requests).toHaveLength(10);
  });

  test("a failure that opens it is told as it was, and not waited after", async () => {
    const server = await startServer((_, response) => json(response, 503, {}));
    let waits = 0;
    const client = testClient(server.endpoint, {
      limits: { breaker: { minAttempts: 1 } },
      sleep: async () => {
        waits += 1;
      },
    });
    const { error } = await failureOf(() => client.listEvents("demo", "s", query));
    expect(error).toMatchObject({ kind: "http", status: 503 });
    expect([server.requests.length, waits]).toEqual([1, 0]);
  });

  test("neither 404 nor an impatient caller opens it", async () => {
    const server = await startServer((request, response) =>
      request.url?.includes("missing") ? json(response, 404, {}) : undefined,
    );
    const client = testClient(server.endpoint, { limits: ONE_ATTEMPT });
    for (let i = 0; i < 10; i += 1) await failureOf(() => client.getService("demo", "missing"));
    for (let i = 0; i < 10; i += 1) {
      await failureOf(() => client.getService("demo", "s", { deadlineMs: Date.now() + 15 }));
    }
    expect(client.isUpstreamHealthy()).toBe(true);
  });
});

describe("concurrency", () => {
  test("never more at once than allowed; the queue is bounded and refuses at once", async () => {
    let running = 0;
    let most = 0;
    const server = await startServer(async (_, response) => {
      running += 1;
      most = Math.max(most, running);
      await sleep(20);
      running -= 1;
      json(response, 200, eventsAnswer());
    });
    const client = testClient(server.endpoint, {
      limits: { concurrency: { maxConcurrent: 4, maxQueued: 8 } },
    });
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => client.listEvents("demo", "s", query)),
    );
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused.every((result) => result.reason instanceof OverloadedError)).toBe(true);
    expect([results.length - refused.length, refused.length, most]).toEqual([12, 8, 4]);
  });

  test("a caller in the queue leaves at its deadline, and its place goes to the next", async () => {
    const server = await startServer((_, response) => {
      setTimeout(() => json(response, 200, eventsAnswer()), 300);
    });
    const client = testClient(server.endpoint, {
      limits: { concurrency: { maxConcurrent: 1, maxQueued: 1 } },
    });
    let firstIsDone = false;
    const first = client.listEvents("demo", "s", query).then(() => {
      firstIsDone = true;
    });
    const { error } = await failureOf(() =>
      client.listEvents("demo", "s", query, { deadlineMs: Date.now() + 30 }),
    );
    expect(error).toBeInstanceOf(UpstreamTimeoutError);
    expect(firstIsDone).toBe(false);
    await Promise.all([first, client.listEvents("demo", "s", query)]);
    expect(server.requests).toHaveLength(2);
  });
});

describe("abort and deadline", () => {
  test("aborting one caller reaches the socket and leaves the others alone", async () => {
    let closed = 0;
    const server = await startServer((_, response, count) => {
      response.on("close", () => {
        if (!response.writableFinished) closed += 1;
      });
      if (count > 0) setTimeout(() => json(response, 200, eventsAnswer()), 50);
    });
    const client = testClient(server.endpoint);
    const controller = new AbortController();
    const aborted = failureOf(() => client.listEvents("demo", "s", query, { signal: controller.signal }));
    while (server.requests.length === 0) await sleep(1);
    const other = client.listEvents("demo", "s", query);
    controller.abort(new Error("left the page"));
    const { error } = await aborted;
    expect(error).toBeInstanceOf(RequestAbortedError);
    expect(error).toMatchObject({ cause: controller.signal.reason });
    await other;
    while (closed === 0) await sleep(1);
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
    },
    {
      method,
      route: "/v1/{project_id}/services/{service_id}",
      status: 404,
      errorKind: "not_found",
      durationMs,
      attempts: 1,
      retries: 0,
    },
    {
      method,
      route: "/v1/{project_id}/services/{service_id}",
      status: null,
      errorKind: "aborted",
      durationMs,
      attempts: 0,
      retries: 0,
    },
  ]);
});
