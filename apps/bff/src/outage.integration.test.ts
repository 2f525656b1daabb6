import { setTimeout as sleep } from "node:timers/promises";
import { claim } from "@deploy-lens/core/testing/claim";
import { atMost, type Figure, never, sized } from "@deploy-lens/core/testing/figure";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AppDeps } from "./app.ts";
import { PROJECT, SAMPLE, startStack, type TestStack } from "./testing/stack.ts";

let stack: TestStack;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.now();
  stack = await startStack({
    app: { now: () => nowMs, settings: { requestTimeoutMs: 1_500 } },
    limits: {
      retry: { maxAttempts: 1 },
      breaker: { minAttempts: 1_000 },
      minAttemptTimeoutMs: 100,
      maxAttemptTimeoutMs: 1_000,
    },
  });
});

afterEach(() => stack.close());

const WIRE = `/v1/${PROJECT}/services/${SAMPLE}/events`;
const LISTED = `/api/v1/projects/${PROJECT}/services/${SAMPLE}/events`;
const LATEST = `/api/v1/projects/${PROJECT}/services/${SAMPLE}/deployments/latest`;

const FAULTS = [
  [{ kind: "server_error", status: 500 }, "upstream-unavailable", 503],
  [{ kind: "server_error", status: 503 }, "upstream-unavailable", 503],
  [{ kind: "server_error", status: 504 }, "upstream-timeout", 504],
  [{ kind: "throttle", retryAfter: 3 }, "upstream-throttled", 503],
  [{ kind: "expired_token" }, "upstream-refused", 502],
  [{ kind: "black_hole" }, "upstream-timeout", 504],
  [{ kind: "reset", when: "before_headers" }, "upstream-unreachable", 502],
  [{ kind: "reset", when: "mid_body" }, "upstream-unreachable", 502],
  [{ kind: "truncate" }, "upstream-unreachable", 502],
  [{ kind: "redirect", location: "http://evil.example/" }, "upstream-unreachable", 502],
  [{ kind: "malformed_json" }, "upstream-invalid", 502],
  [{ kind: "wrong_content_type" }, "upstream-invalid", 502],
  [{ kind: "wrong_shape" }, "upstream-invalid", 502],
  [{ kind: "huge_body", bytes: 20_000_000 }, "upstream-invalid", 502],
] as const;

test.each([
  ["no text", { event_info: null }],
  ["no time", { occur_time: null }],
  ["a time in seconds", { occur_time: 1_562_597_251 }],
])("a row of the events with %s costs one row, and is counted in the answer", async (_, fields) => {
  const whole = await (await stack.app.request(`${LISTED}?order=asc`)).json();
  expect(whole).not.toHaveProperty("setAside");
  stack.simulator.faults.add({ routes: ["events"], fault: { kind: "bad_row", fields } });
  nowMs += 60_000;
  for (const page of ["order=desc", "order=asc", "order=desc&limit=1"]) {
    const listed = await (await stack.app.request(`${LISTED}?${page}`)).json();
    expect(listed).toMatchObject({ page: { total: 8 }, setAside: 1 });
  }
  for (const format of ["csv", "ndjson"]) {
    const rows = await stack.app.request(`${LISTED}?format=${format}`);
    expect([rows.status, rows.headers.get("x-rows-set-aside")]).toEqual([200, "1"]);
  }
  const latest = await (await stack.app.request(LATEST)).json();
  expect(latest).toMatchObject({ kind: "deploy" });
});

test("a row of the services that is none costs one row, and is counted in the answer", async () => {
  const services = `/api/v1/projects/${PROJECT}/services`;
  stack.simulator.addService({ name: "other", projectId: PROJECT });
  expect(await (await stack.app.request(services)).json()).not.toHaveProperty("setAside");
  stack.simulator.faults.add({ routes: ["services"], fault: { kind: "bad_row", fields: { status: null } } });
  nowMs += 60_000;
  const listed = await (await stack.app.request(services)).json();
  expect(listed).toMatchObject({ services: [{}], page: { total: 1 }, setAside: 1 });
  const rows = await stack.app.request(`${services}?format=ndjson`);
  expect(rows.headers.get("x-rows-set-aside")).toBe("1");
});

describe.each(FAULTS)("upstream fault %j", (fault, problem, status) => {
  test("with nothing known: a problem of our own, in both families, and none of the upstream's text", async () => {
    stack.simulator.faults.add({ fault });
    const listed = await stack.app.request(LISTED);
    const text = await listed.text();
    expect([listed.status, JSON.parse(text).type]).toEqual([status, `urn:deploy-lens:problem:${problem}`]);
    expect(text).not.toMatch(/evil|throttling threshold|backend|maintenance|token must/i);
    const wire = await stack.app.request(WIRE);
    expect(wire.status).toBe(problem === "upstream-throttled" ? 429 : status);
    expect(await wire.json()).toEqual({
      error_code: expect.stringMatching(/^APIG\.\d{4}$/),
      error_msg: expect.any(String),
    });
    if (status === 503) expect(Number(listed.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("with an older answer known: that, as old as it is, in both families", async () => {
    const fresh = [
      await stack.app.request(WIRE),
      await stack.app.request(LISTED),
      await stack.app.request(LATEST),
    ];
    const bodies = await Promise.all(fresh.map((answer) => answer.json()));
    stack.simulator.faults.add({ fault });
    nowMs += 600_000;
    for (const [index, target] of [WIRE, LISTED, LATEST].entries()) {
      const answer = await stack.app.request(target);
      expect([target, answer.status]).toEqual([target, 200]);
      expect(await answer.json()).toEqual(bodies[index]);
      expect(answer.headers.get("age")).toBe("600");
      expect(answer.headers.get("cache-status")).toMatch(/^deploy-lens; hit; ttl=-59\d; detail=[a-z_]+$/);
      expect(stack.lines.at(-1)).toMatchObject({ cache: "stale", ageMs: 600_000, status: 200 });
    }
  });
});

test.each([
  { kind: "throttle", retryAfter: 3 },
  { kind: "server_error", status: 503, retryAfter: 3 },
] as const)("Retry-After is the upstream's own: %j", async (fault) => {
  stack.simulator.faults.add({ fault });
  const answer = await stack.app.request(LISTED);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "3"]);
});

test("our credentials refused by the upstream are never the caller's 401", async () => {
  const own = await startStack({
    simulator: { auth: { keys: [{ accessKey: "OTHER", secretKey: "x", projectIds: [PROJECT] }] } },
  });
  const answer = await own.app.request(LISTED);
  expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([502, null]);
  expect(await answer.json()).toMatchObject({ type: "urn:deploy-lens:problem:upstream-refused" });
  expect(own.lines.at(-1)).toMatchObject({ status: 502, problem: "upstream-refused", failure: "auth" });
  await own.close();
});

test("after the hard end there is no older answer any more", async () => {
  await stack.app.request(LISTED);
  stack.simulator.faults.add({ fault: { kind: "server_error", status: 500 } });
  nowMs += 3_600_000;
  expect((await stack.app.request(LISTED)).status).toBe(503);
});

test("when the upstream is back, so are fresh answers", async () => {
  await stack.app.request(LISTED);
  const rule = stack.simulator.faults.add({ fault: { kind: "server_error", status: 500 } });
  nowMs += 10_000;
  expect((await stack.app.request(LISTED)).headers.get("cache-status")).toContain("ttl=-");
  stack.simulator.faults.remove(rule);
  expect((await stack.app.request(LISTED)).headers.get("cache-status")).toBe("deploy-lens; fwd=miss; stored");
});

test("what does not exist is asked for once in a while", async () => {
  const missing = LISTED.replace(SAMPLE, "no-such-service");
  for (const _ of [1, 2, 3]) expect((await stack.app.request(missing)).status).toBe(404);
  expect(stack.simulator.requests.count()).toBe(1);
  nowMs += 10_000;
  expect((await stack.app.request(missing)).status).toBe(404);
  expect(stack.simulator.requests.count()).toBe(2);
});

/** Reads, and the kinds of calls that each needs. */
const READS = [
  { path: LISTED, what: "a service's events", calls: ["events"] },
  { path: WIRE, what: "the same, wire-compatible", calls: ["events"] },
  { path: LATEST, what: "the latest deployment", calls: ["events", "service", "update_logs"] },
  { path: `/api/v1/projects/${PROJECT}/services`, what: "a project's services", calls: ["services"] },
] as const;

claim("many callers of the same are one call upstream, whichever of them leave", async (run) => {
  const callers = sized(run, 200, 1_000, 1_000);
  const figures: Figure[] = [];
  for (const { path, what, calls } of READS) {
    const { app, simulator, close } = await startStack();
    // So that all requests are made before the first answer.
    simulator.faults.add({ fault: { kind: "delay", ms: 300 } });
    const impatient = new AbortController();
    // The first caller starts the call and leaves before it is answered.
    const leaving = Array.from({ length: callers / 10 }, () =>
      app.request(path, { signal: impatient.signal }),
    );
    const patient = Array.from({ length: callers }, () => app.request(path));
    setTimeout(() => impatient.abort(), 100);
    const answers = await Promise.all(patient);
    await Promise.allSettled(leaving);
    const refused = answers.flatMap(({ status }) => (status === 200 ? [] : [`${path}: ${status}`]));
    const most = Math.max(...calls.map((call) => simulator.requests.count(call)));
    await close();
    figures.push(
      atMost(`calls of each kind for ${callers} reads at once of ${what}`, most, 1),
      never("… of which fail because others left", refused, callers),
    );
  }
  return figures;
});

test("a caller who leaves ends the call upstream, unless another waits for it", async () => {
  const { faults } = stack.simulator;
  const silence = faults.add({ fault: { kind: "black_hole" } });
  const leaving = new AbortController();
  const alone = stack.app.request(new Request(`http://localhost${WIRE}`, { signal: leaving.signal }));
  await expect.poll(() => stack.simulator.requests.count()).toBe(1);
  leaving.abort();
  expect((await alone).status).toBe(499);
  await expect.poll(() => stack.simulator.requests.list()[0]?.aborted).toBe(true);

  faults.remove(silence);
  faults.add({ fault: { kind: "delay", ms: 500 } });
  const again = new AbortController();
  const first = stack.app.request(new Request(`http://localhost${LISTED}`, { signal: again.signal }));
  const second = stack.app.request(LISTED);
  await expect.poll(() => stack.simulator.requests.count()).toBe(2);
  again.abort();
  expect((await first).status).toBe(499);
  expect((await second).status).toBe(200);
});

test("nobody waits beyond the request's time, and the call upstream ends with it", async () => {
  stack.simulator.faults.add({ fault: { kind: "black_hole" } });
  const slow = await startStack({
    app: { settings: { requestTimeoutMs: 200 } },
    limits: { retry: { maxAttempts: 1 } },
  });
  slow.simulator.faults.add({ fault: { kind: "black_hole" } });
  // Of two timers the shorter one fires first, however busy the machine is.
  const answer = await Promise.race([slow.app.request(LISTED), sleep(2_000)]);
  expect(answer?.status).toBe(504);
  await expect.poll(() => slow.simulator.requests.list()[0]?.aborted).toBe(true);
  await slow.close();
});

test("readiness reports what the process that runs the app knows, too", async () => {
  const furtherChecks: AppDeps["furtherChecks"] = () => [
    { name: "writes", status: "failing", detail: "The disk is full." },
  ];
  const own = await startStack({ app: { furtherChecks } });
  const answer = await own.app.request("/readyz");
  expect([answer.status, await answer.json()]).toEqual([
    200,
    {
      status: "degraded",
      checks: [
        { name: "upstream", status: "ok" },
        { name: "writes", status: "failing", detail: "The disk is full." },
      ],
    },
  ]);
  await own.close();
});

test("readiness reports a failing upstream without failing itself", async () => {
  const own = await startStack({ limits: { retry: { maxAttempts: 1 }, breaker: { minAttempts: 2 } } });
  expect(await (await own.app.request("/readyz")).json()).toEqual({
    status: "ready",
    checks: [{ name: "upstream", status: "ok" }],
  });
  own.simulator.faults.add({ fault: { kind: "server_error", status: 500 } });
  for (const limit of [1, 2, 3]) await own.app.request(`${WIRE}?limit=${limit}`);
  const answer = await own.app.request("/readyz");
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
  const open = await own.app.request(LISTED);
  expect([open.status, open.headers.get("retry-after")]).toEqual([503, expect.stringMatching(/^[1-9]\d*$/)]);
  expect((await own.app.request("/healthz")).status).toBe(200);
  await own.close();
});
