import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import { describe, expect, test, vi } from "vitest";
import { CircuitOpenError, OverloadedError, UpstreamTimeoutError } from "./errors/index.ts";
import { eventsAnswer, json, startServer } from "./testing/local-server.ts";
import { failureOf, ONE_ATTEMPT, testClient } from "./testing/test-client.ts";

const query = EventsQuery.create({ order: "asc" });

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

  test("a failure that opens it is thrown as it is, without waiting", async () => {
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
    for (let asked = server.requests.length + 1, i = 0; i < 10; i += 1, asked += 1) {
      const impatient = new AbortController();
      const call = failureOf(() => client.getService("demo", "s", { signal: impatient.signal }));
      await vi.waitUntil(() => server.requests.length === asked, { timeout: 10_000 });
      impatient.abort();
      await call;
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
      // Answered once no place is free, or nobody is left to take one.
      await vi.waitUntil(() => running === 4 || server.requests.length > 8, { timeout: 10_000 });
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
    let answerFirst = () => undefined as unknown;
    const server = await startServer((_, response) => {
      if (server.requests.length > 1) return json(response, 200, eventsAnswer());
      answerFirst = () => json(response, 200, eventsAnswer());
    });
    const client = testClient(server.endpoint, {
      limits: { concurrency: { maxConcurrent: 1, maxQueued: 1, maxWaitShare: 2 } },
    });
    let firstIsDone = false;
    const first = client.listEvents("demo", "s", query).then(() => {
      firstIsDone = true;
    });
    await vi.waitUntil(() => server.requests.length === 1, { timeout: 10_000 });
    const { error } = await failureOf(() =>
      client.listEvents("demo", "s", query, { deadlineMs: Date.now() + 30 }),
    );
    expect(error).toBeInstanceOf(UpstreamTimeoutError);
    expect(firstIsDone).toBe(false);
    const next = client.listEvents("demo", "s", query);
    answerFirst();
    await Promise.all([first, next]);
    expect(server.requests).toHaveLength(2);
  });
});
