import { claim } from "@deploy-lens/core/testing/claim";
import { atMost, sized } from "@deploy-lens/core/testing/figure";
import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import { describe, expect, test } from "vitest";
import type { ClientLimitsInput } from "./create-transport.ts";
import { eventsAnswer, json, startServer } from "./testing/local-server.ts";
import { failureOf, ONE_ATTEMPT, testClient } from "./testing/test-client.ts";

const query = EventsQuery.create({ order: "asc" });
const noSleep = async () => undefined;

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
    const limits = { minAttemptTimeoutMs: 100, maxAttemptTimeoutMs: 200 };
    const client = testClient(server.endpoint, { limits, sleep: noSleep });
    await client.listEvents("demo", "s", query, { deadlineMs: Date.now() + 20_000 });
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
    const waits: number[] = [];
    const client = testClient(short.endpoint, { sleep: async (durationMs) => void waits.push(durationMs) });
    const { error: late } = await failureOf(() =>
      client.listEvents("demo", "s", query, { deadlineMs: Date.now() + 1_500 }),
    );
    expect(waits).toEqual([]);
    expect(late).toMatchObject({ kind: "http", status: 503, retryAfterMs: 2000 });
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

  claim(
    "an upstream that answers nothing but 503 gets hardly more requests than were offered",
    async (run) => {
      const rounds = 20;
      const offered = sized(run, 400, 10_000, 10_000);
      const storm = async (limits: ClientLimitsInput) => {
        const server = await startServer((_, response) => json(response, 503, {}));
        const client = testClient(server.endpoint, {
          sleep: noSleep,
          limits: { ...limits, concurrency: { maxQueued: offered } },
        });
        // So long that none is refused for its time in the queue, however busy the machine is.
        const deadlineMs = Date.now() + 600_000;
        for (let round = 0; round < rounds; round += 1) {
          const calls = Array.from({ length: offered / rounds }, () =>
            client.listEvents("demo", "s", query, { deadlineMs }),
          );
          await Promise.allSettled(calls);
        }
        return server.requests.length / offered;
      };
      const withoutBreaker = await storm({ breaker: { minAttempts: Number.POSITIVE_INFINITY } });
      expect(withoutBreaker).toBeGreaterThan(1);
      const asDeployed = await storm({});
      return [
        atMost("requests sent for each one offered, by the retry budget alone", withoutBreaker, 1.1, " ×"),
        atMost(
          "requests sent for each one offered, as deployed, with the circuit breaker",
          asDeployed,
          1.1,
          " ×",
        ),
      ];
    },
  );
});
