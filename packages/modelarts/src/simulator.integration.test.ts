import { mergeEvents, type ServiceEvent } from "@deploy-lens/core/event/service-event";
import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import type { AuthOptions } from "@deploy-lens/simulator/auth/credentials";
import type { Fault } from "@deploy-lens/simulator/faults/fault";
import { CANARY_SECRET_PREFIX } from "@deploy-lens/simulator/service/fields";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import { createSimulator, type Simulator, type SimulatorOptions } from "@deploy-lens/simulator/simulator";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { ModelArtsClient } from "./client.ts";
import { type ModelArtsFailure, PagingInconsistentError, UpstreamAuthError } from "./errors/index.ts";
import type { OffsetModeSetting } from "./paging/row-paging.ts";
import { parseCredentials } from "./settings/credentials.ts";
import { failureOf, testClient } from "./testing/test-client.ts";

const NOW_MS = Date.parse("2026-11-23T12:00:00Z");
const HOUR_MS = 3_600_000;

const AUTH = {
  users: [{ domainName: "acme", userName: "ops", password: "pass", projectIds: ["demo"] }],
  keys: [
    { accessKey: "PERMANENT", secretKey: "sk/+=", projectIds: ["demo"] },
    {
      accessKey: "TEMPORARY",
      secretKey: "sk",
      securityToken: "st/+==",
      expiresAtMs: NOW_MS + HOUR_MS,
      projectIds: ["demo"],
    },
  ],
} satisfies AuthOptions;

const PASSWORD = { userName: "ops", domainName: "acme", password: "pass" };
const KEYS = {
  "a permanent key": { accessKey: "PERMANENT", secretKey: "sk/+=" },
  "a temporary key": {
    accessKey: "TEMPORARY",
    secretKey: "sk",
    securityToken: "st/+==",
    expiresAt: new Date(NOW_MS + HOUR_MS).toISOString(),
  },
  "a password": PASSWORD,
};

async function start(
  options: SimulatorOptions & { readonly as?: object; readonly offset?: OffsetModeSetting } = {},
): Promise<{ simulator: Simulator; client: ModelArtsClient; url: string }> {
  const { as = KEYS["a permanent key"], offset, ...simulated } = options;
  const simulator = createSimulator({ nowMs: () => NOW_MS, scenario: false, auth: AUTH, ...simulated });
  const url = await simulator.listen();
  onTestFinished(() => simulator.close());
  const client = testClient(url, {
    credentials: parseCredentials(as),
    iamEndpoint: url,
    now: simulator.clock.nowMs,
    offsetMode: offset,
    sleep: async () => undefined,
    limits: { maxResponseBytes: 1_000_000 },
  });
  return { simulator, client, url };
}

function eventsAt(...timesMs: number[]): ServiceEvent[] {
  return timesMs.map((occurredAtMs, at) => ({ occurredAtMs, severity: "normal", message: `event ${at}` }));
}

async function collect<T, R>(reading: AsyncGenerator<readonly T[], R>): Promise<{ rows: T[]; report: R }> {
  const rows: T[] = [];
  let step = await reading.next();
  while (!step.done) {
    rows.push(...step.value);
    step = await reading.next();
  }
  return { rows, report: step.value };
}

describe.each(Object.entries(KEYS))("as %s", (_, credentials) => {
  test("every method is let in, and reads the documented sample", async () => {
    const { client } = await start({ as: credentials, scenario: { services: 0, live: false } });
    const query = EventsQuery.create({ order: "asc", eventInfo: "pull image" });
    const { answer } = await client.listEvents("demo", SAMPLE_SERVICE_ID, query);
    expect(answer.events.map((event) => event.event_info)).toEqual(["[zcjtestTF 3.0.0] pull image success"]);
    expect((await client.listServices("demo", { serviceName: "zcjtest" })).answer.total_count).toBe(1);
    expect((await client.getService("demo", SAMPLE_SERVICE_ID)).answer.status).toBe("deploying");
    expect((await client.listUpdateLogs("demo", SAMPLE_SERVICE_ID)).answer.logs).toHaveLength(1);
  });

  test("another project is refused", async () => {
    const { client } = await start({ as: credentials });
    const { error } = await failureOf(() => client.listServices("other"));
    expect(error).toBeInstanceOf(UpstreamAuthError);
  });
});

describe("credentials that end", () => {
  test("a wrong secret key is an auth error, at once", async () => {
    const { client, simulator } = await start({ as: { accessKey: "PERMANENT", secretKey: "wrong" } });
    const { error } = await failureOf(() => client.listServices("demo"));
    expect(error).toMatchObject({ kind: "auth", status: 401, code: "APIG.0301" });
    expect(simulator.requests.count()).toBe(1);
  });

  test("a token that ends early is renewed once for 100 callers", async () => {
    const { client, simulator } = await start({ as: PASSWORD, scenario: { services: 0, live: false } });
    await client.listServices("demo");
    simulator.expireTokens();
    await Promise.all(Array.from({ length: 100 }, () => client.getService("demo", SAMPLE_SERVICE_ID)));
    expect(simulator.tokensIssued()).toBe(2);
  });

  test("a day of calls: the token is renewed ahead, and no call is refused", async () => {
    const { client, simulator } = await start({
      as: PASSWORD,
      auth: { ...AUTH, tokenLifetimeMs: 2 * HOUR_MS },
    });
    for (let minutes = 0; minutes < 24 * 60; minutes += 10) {
      await client.listServices("demo");
      simulator.clock.advance(10 * 60_000);
      // The renewal runs beside the calls.
      await vi.waitUntil(() => simulator.requests.inFlight() === 0, { timeout: 10_000, interval: 1 });
    }
    expect(simulator.requests.list().filter(({ status }) => status === 401)).toEqual([]);
    expect(simulator.tokensIssued()).toBeLessThanOrEqual(16);
  });

  test("the secrets in a service's environment variables do not come out", async () => {
    const { client } = await start({ scenario: { services: 1, live: false } });
    const { answer } = await client.listServices("demo");
    const ids = answer.services.map((service) => service.service_id);
    const details = await Promise.all(
      ids.flatMap((id) => [client.getService("demo", id), client.listUpdateLogs("demo", id)]),
    );
    expect(details.length).toBeGreaterThan(2);
    expect(JSON.stringify(details)).not.toContain(CANARY_SECRET_PREFIX);
  });
});

describe.each(["page", "row"] as const)("an upstream whose offset counts by %s", (offsetMode) => {
  test.each(["auto", offsetMode] as const)("a month of events is read whole, set to %s", async (offset) => {
    const { client, simulator } = await start({ offsetMode, offset, scenario: { services: 12, live: {} } });
    const window = { fromMs: NOW_MS - 30 * 24 * HOUR_MS, toMs: NOW_MS };
    for (const service of simulator.services("demo")) {
      const truth = mergeEvents([
        service
          .events(NOW_MS)
          .filter(({ occurredAtMs }) => occurredAtMs >= window.fromMs && occurredAtMs < window.toMs),
      ]);
      const { rows, report } = await collect(client.readEvents("demo", service.id, window, { pageSize: 17 }));
      const times = rows.map(({ occurredAtMs }) => occurredAtMs);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(rows).toHaveLength(truth.length);
      // Ties that lie on two pages keep the upstream's order.
      expect(mergeEvents([rows])).toEqual(truth);
      expect(report).toMatchObject({ events: truth.length, stable: true });
    }
  });

  test("windows that touch neither skip nor repeat, whatever the upstream does at their edges", async () => {
    for (const endTimeInclusive of [true, false]) {
      const { client, simulator } = await start({ offsetMode, endTimeInclusive });
      const times = Array.from({ length: 60 }, (_, at) => NOW_MS - 10_000 + at * 10);
      const { id } = simulator.addService({ name: "s", events: eventsAt(...times) });
      const window = { fromMs: NOW_MS - 10_000, toMs: NOW_MS - 9_500, windowMs: 70 };
      const { rows } = await collect(client.readEvents("demo", id, window, { pageSize: 3 }));
      expect(rows.map(({ occurredAtMs }) => occurredAtMs)).toEqual(times.slice(0, 50));
    }
  });

  test("1000 events within one millisecond, and more than a page at that", async () => {
    const { client, simulator } = await start({ offsetMode });
    const events = eventsAt(...Array.from({ length: 2500 }, () => NOW_MS - 1000));
    const { id } = simulator.addService({ name: "s", events });
    const { rows, report } = await collect(client.readEvents("demo", id, { fromMs: null, toMs: NOW_MS }));
    expect(new Set(rows.map(({ message }) => message)).size).toBe(2500);
    expect(report).toEqual({
      events: 2500,
      setAside: 0,
      pages: offsetMode === "page" ? 3 : 4,
      offsetMode,
      stable: true,
    });
  });

  test("what offset counts is found out once for a client", async () => {
    const { client, simulator } = await start({ offsetMode });
    const times = Array.from({ length: 50 }, (_, at) => NOW_MS - 1000 + at);
    const { id } = simulator.addService({ name: "s", events: eventsAt(...times) });
    const window = { fromMs: null, toMs: NOW_MS };
    await collect(client.readEvents("demo", id, window, { pageSize: 10 }));
    simulator.requests.clear();
    await collect(client.readEvents("demo", id, window, { pageSize: 10 }));
    const offsets = simulator.requests
      .list("events")
      .map(({ query }) => new URLSearchParams(query).get("offset"));
    expect(offsets).toEqual(
      offsetMode === "page" ? ["0", "1", "2", "3", "4", "5"] : ["0", "10", "20", "30", "40", "50"],
    );
  });

  test("services are read whole; who leaves early asks for no further page", async () => {
    const { client, simulator } = await start({ offsetMode, scenario: { services: 5, idleServices: 60 } });
    const { rows, report } = await collect(client.readServices("demo", {}, { pageSize: 25 }));
    expect(new Set(rows.map(({ id }) => id))).toEqual(
      new Set(simulator.services("demo").map(({ id }) => id)),
    );
    expect(report).toMatchObject({ rows: 67, totalCount: 67, offsetMode, stable: true });
    const transitions = rows.map(({ lastTransitionAtMs }) => lastTransitionAtMs ?? 0);
    expect(transitions).toEqual([...transitions].sort((a, b) => b - a));

    simulator.requests.clear();
    for await (const batch of client.readServices("demo", {}, { pageSize: 25 })) {
      if (batch.some(({ status }) => status === "running")) break;
    }
    expect(simulator.requests.count("services")).toBe(1);
  });

  test.each([
    ["promises too much", { kind: "total_count", delta: 5 }],
    ["promises too little", { kind: "total_count", delta: -20 }],
    ["ignores offset", { kind: "ignore_offset" }],
  ] as const)("one that %s is found out", async (_, fault) => {
    const { client, simulator } = await start({ offsetMode, as: PASSWORD });
    const times = Array.from({ length: 50 }, (_value, at) => NOW_MS - 1000 + at);
    const { id } = simulator.addService({ name: "s", events: eventsAt(...times) });
    simulator.faults.add({ fault });
    const reading = client.readEvents("demo", id, { fromMs: null, toMs: NOW_MS }, { pageSize: 10 });
    const { error } = await failureOf(() => collect(reading));
    expect(error).toBeInstanceOf(PagingInconsistentError);
  });
});

describe("faults", () => {
  const cases: readonly (readonly [Fault, ModelArtsFailure["kind"]])[] = [
    [{ kind: "throttle", retryAfter: 7 }, "throttled"],
    [{ kind: "throttle", retryAfter: "soon" }, "throttled"],
    [{ kind: "server_error", status: 500 }, "http"],
    [{ kind: "server_error", status: 502 }, "http"],
    [{ kind: "server_error", status: 503, retryAfter: 9 }, "http"],
    [{ kind: "server_error", status: 504 }, "http"],
    [{ kind: "expired_token" }, "auth"],
    [{ kind: "redirect", location: "http://127.0.0.1:9/" }, "connection"],
    [{ kind: "black_hole" }, "timeout"],
    [{ kind: "delay", ms: 5000 }, "timeout"],
    [{ kind: "reset", when: "before_headers" }, "connection"],
    [{ kind: "reset", when: "mid_body" }, "connection"],
    [{ kind: "truncate" }, "connection"],
    [{ kind: "never_ends" }, "timeout"],
    [{ kind: "malformed_json" }, "schema"],
    [{ kind: "wrong_content_type" }, "schema"],
    [{ kind: "wrong_shape" }, "schema"],
    [{ kind: "slow_bytes", bytesPerSecond: 20 }, "timeout"],
    [{ kind: "huge_body", bytes: 1_100_000 }, "too_large"],
  ];

  test.each(cases)("%j for good is a %s error, in time", async (fault, kind) => {
    const { client, simulator } = await start({ scenario: { services: 0, live: false } });
    simulator.faults.add({ fault });
    const { error } = await failureOf(
      () => client.getService("demo", SAMPLE_SERVICE_ID, { deadlineMs: NOW_MS + 400 }),
      { withinMs: 900 },
    );
    expect(error).toMatchObject({ kind });
  });

  test.each(cases.filter(([, kind]) => ["http", "throttled", "connection"].includes(kind)))(
    "%j once costs a retry and nothing else",
    async (fault) => {
      const { client, simulator } = await start({ scenario: { services: 0, live: false } });
      simulator.faults.add({ fault, times: 1 });
      const result = await client.getService("demo", SAMPLE_SERVICE_ID).catch((error: unknown) => error);
      const isFinal =
        fault.kind === "redirect" || ("retryAfter" in fault && typeof fault.retryAfter === "number");
      expect(result instanceof Error).toBe(isFinal);
      expect(simulator.requests.count("service")).toBe(isFinal ? 1 : 2);
    },
  );
});
