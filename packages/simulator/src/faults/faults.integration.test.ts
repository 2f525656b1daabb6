import { describe, expect, test } from "vitest";
import { type RunningSimulator, startSimulator, TEST_NOW_MS } from "../testing/running-simulator.ts";
import type { Fault } from "./fault.ts";

const PATH = "/v1/demo/services";

async function startWith(fault: Fault): Promise<RunningSimulator> {
  const running = await startSimulator();
  running.simulator.addService({
    name: "one",
    events: [{ occurredAtMs: TEST_NOW_MS, severity: "normal", message: "start to deploy service" }],
  });
  running.simulator.faults.add({ fault });
  return running;
}

/** The error of a client without a deadline. */
async function failure(url: string, signal: AbortSignal | null = null): Promise<string> {
  try {
    const response = await fetch(url, { signal });
    await response.text();
    return "none";
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const cause: unknown = error.cause;
    return cause instanceof Error
      ? `${error.message}: ${"code" in cause ? cause.code : cause.message}`
      : error.name;
  }
}

describe("answers in place of the real one", () => {
  test("throttling, with and without Retry-After", async () => {
    const { get, simulator } = await startWith({ kind: "throttle" });
    const answer = await get(PATH);
    expect(answer).toMatchObject({ status: 429, body: { error_code: "APIG.0308" } });
    expect(answer.body).toMatchObject({
      error_msg:
        "The throttling threshold has been reached: policy user over ratelimit,limit:20,time:1 second",
    });
    expect(answer.headers.has("retry-after")).toBe(false);

    simulator.faults.clear();
    simulator.faults.add({ fault: { kind: "throttle", retryAfter: 7 } });
    expect((await get(PATH)).headers.get("retry-after")).toBe("7");
  });

  test.each([
    [500, "APIG.0601"],
    [502, "APIG.0202"],
    [503, "APIG.0613"],
    [504, "APIG.0203"],
  ] as const)("%i %s with the gateway's body", async (status, code) => {
    const { get } = await startWith({ kind: "server_error", status });
    expect(await get(PATH)).toMatchObject({
      status,
      body: { error_code: code, error_msg: expect.any(String), request_id: expect.any(String) },
    });
  });

  test("an expired token, for every caller", async () => {
    const { get } = await startWith({ kind: "expired_token" });
    expect(await get(PATH)).toMatchObject({ status: 401, body: { error_code: "APIG.0307" } });
  });

  test("a redirect", async () => {
    const { url } = await startWith({ kind: "redirect", location: "http://127.0.0.1:1/elsewhere" });
    const response = await fetch(url + PATH, { redirect: "manual" });
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe("http://127.0.0.1:1/elsewhere");
  });
});

describe("answers that are broken", () => {
  test("malformed JSON", async () => {
    const { url } = await startWith({ kind: "malformed_json" });
    const text = await (await fetch(url + PATH)).text();
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test("a page of HTML with status 200", async () => {
    const { url } = await startWith({ kind: "wrong_content_type" });
    const response = await fetch(url + PATH);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await response.text()).toContain("<!doctype html>");
  });

  test("JSON of another shape", async () => {
    const { get } = await startWith({ kind: "wrong_shape" });
    expect(await get(PATH)).toMatchObject({ status: 200, body: { services: {}, events: "none" } });
  });

  test("a total that lies, never below zero", async () => {
    const { get, simulator } = await startWith({ kind: "total_count", delta: 41 });
    expect((await get(PATH)).body).toMatchObject({ total_count: 42, count: 1 });
    simulator.faults.clear();
    simulator.faults.add({ fault: { kind: "total_count", delta: -5 } });
    expect((await get(PATH)).body).toMatchObject({ total_count: 0, count: 1 });
  });

  test("every page is the first", async () => {
    const { get } = await startWith({ kind: "ignore_offset" });
    expect((await get(`${PATH}?offset=9`)).body).toMatchObject({ count: 1 });
  });

  test("a body that is far too long, and good JSON to its end", async () => {
    const { url } = await startWith({ kind: "huge_body", bytes: 3_000_000 });
    const text = await (await fetch(url + PATH)).text();
    expect(text).toHaveLength(3_000_000);
    expect(JSON.parse(text)).toMatchObject({ count: 1 });
  });
});

describe("connections that fail", () => {
  test("reset before the answer", async () => {
    const { url, simulator } = await startWith({ kind: "reset", when: "before_headers" });
    expect(await failure(url + PATH)).toBe("fetch failed: ECONNRESET");
    expect(simulator.requests.list()[0]).toMatchObject({ status: null, aborted: true, faults: ["reset"] });
  });

  test("reset in the middle of the body", async () => {
    const { url } = await startWith({ kind: "reset", when: "mid_body" });
    expect(await failure(url + PATH)).not.toBe("none");
  });

  test("cut off after half of the body", async () => {
    const { url } = await startWith({ kind: "truncate" });
    expect(await failure(url + PATH)).not.toBe("none");
  });

  test("no answer at all", async () => {
    const { url, simulator } = await startWith({ kind: "black_hole" });
    expect(await failure(url + PATH, AbortSignal.timeout(100))).toBe("TimeoutError");
    await expect.poll(() => simulator.requests.inFlight()).toBe(0);
    expect(simulator.requests.list()[0]).toMatchObject({ status: null, aborted: true });
  });

  test("a body that comes whole and never ends", async () => {
    const { url } = await startWith({ kind: "never_ends" });
    const response = await fetch(url + PATH, { signal: AbortSignal.timeout(300) });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(JSON.parse(Buffer.from(first?.value ?? []).toString())).toMatchObject({ count: 1 });
    await expect(reader?.read()).rejects.toThrow();
  });

  test("bytes that drip", async () => {
    const { url } = await startWith({ kind: "slow_bytes", bytesPerSecond: 2_000 });
    const response = await fetch(url + PATH);
    const sizes: number[] = [];
    for await (const chunk of response.body ?? []) sizes.push(chunk.length);
    expect(sizes.length).toBeGreaterThan(3);
    expect(Math.max(...sizes)).toBeLessThan(600);
  });

  test("a delay, then the real answer; a caller that leaves meanwhile is let go", async () => {
    const { url, get, simulator } = await startWith({ kind: "delay", ms: 60 });
    expect((await get(PATH)).status).toBe(200);
    simulator.faults.clear();
    simulator.faults.add({ fault: { kind: "delay", ms: 60_000 } });
    expect(await failure(url + PATH, AbortSignal.timeout(50))).toBe("TimeoutError");
    await expect.poll(() => simulator.requests.inFlight()).toBe(0);
  });

  test("closing the simulator ends what hangs", async () => {
    const { url, simulator } = await startWith({ kind: "black_hole" });
    const hanging = failure(url + PATH);
    await expect.poll(() => simulator.requests.inFlight()).toBe(1);
    await simulator.close();
    expect(await hanging).toMatch(/^fetch failed/);
    await expect.poll(() => simulator.requests.inFlight()).toBe(0);
  });
});
