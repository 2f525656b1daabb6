import { describe, expect, test } from "vitest";
import { startSimulator, TEST_NOW_MS } from "../testing/running-simulator.ts";

describe("the request log", () => {
  test("records what arrived and how it was answered", async () => {
    const { simulator, get } = await startSimulator();
    await get("/v1/demo/services/some%20id/events?limit=0", { traceparent: "00-1-2-01" });
    expect(simulator.requests.list("events")).toHaveLength(1);
    const [record] = simulator.requests.list();
    expect(record).toMatchObject({
      atMs: TEST_NOW_MS,
      method: "GET",
      path: "/v1/demo/services/some%20id/events",
      query: "limit=0",
      route: "events",
      projectId: "demo",
      serviceId: "some id",
      status: 404,
      faults: [],
      aborted: false,
    });
    expect(record?.headers.traceparent).toBe("00-1-2-01");
  });

  test("keeps the newest, counts them all, and forgets on demand", async () => {
    const { simulator, get } = await startSimulator({ requestLogCapacity: 2 });
    for (const project of ["a", "b", "c"]) await get(`/v1/${project}/services`);
    expect(simulator.requests.list().map(({ projectId }) => projectId)).toEqual(["b", "c"]);
    expect(simulator.requests.count()).toBe(3);
    expect(simulator.requests.count("services")).toBe(3);
    simulator.requests.clear();
    expect(simulator.requests.list()).toEqual([]);
    expect(simulator.requests.count()).toBe(0);
  });

  test("knows how many were under way at once", async () => {
    const { simulator, get } = await startSimulator();
    simulator.faults.add({ fault: { kind: "delay", ms: 50 } });
    await Promise.all([get("/v1/demo/services"), get("/v1/demo/services"), get("/v1/demo/services")]);
    expect(simulator.requests.maxInFlight()).toBe(3);
    await expect.poll(() => simulator.requests.inFlight()).toBe(0);
  });
});

describe("the gateway's own limit", () => {
  test("refuses what is too much in one window, tokens apart", async () => {
    const { simulator, get, post } = await startSimulator({ rateLimit: { limit: 2, windowMs: 1_000 } });
    const ask = async () => (await get("/v1/demo/services")).status;
    expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
    expect(await get("/v1/demo/services")).toMatchObject({
      body: {
        error_msg:
          "The throttling threshold has been reached: policy user over ratelimit,limit:2,time:1 second",
      },
    });
    expect((await post("/v3/auth/tokens", {})).status).toBe(400);
    simulator.clock.advance(1_000);
    expect(await ask()).toBe(200);
  });
});
