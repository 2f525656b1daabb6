import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { startSimulator, TEST_NOW_MS } from "../testing/running-simulator.ts";

describe("/_simulator", () => {
  test("adds, lists and removes faults", async () => {
    const { get, post, url } = await startSimulator({ controlRoutes: true });
    const added = await post("/_simulator/faults", { fault: { kind: "throttle" }, routes: ["services"] });
    expect(added).toMatchObject({ status: 201, body: { id: "fault-1" } });
    expect((await get("/v1/demo/services")).status).toBe(429);
    expect((await get("/_simulator/faults")).body).toEqual({
      faults: [{ id: "fault-1", fault: { kind: "throttle" }, routes: ["services"], struck: 1 }],
    });
    const remove = () =>
      fetch(`${url}/_simulator/faults/fault-1`, {
        method: "DELETE",
        headers: { "Content-Type": "application/json" },
      });
    expect((await remove()).status).toBe(200);
    expect((await remove()).status).toBe(404);
    expect((await get("/v1/demo/services")).status).toBe(200);
    expect(await post("/_simulator/faults", { fault: { kind: "flood" } })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("`fault.kind`") },
    });
  });

  test("counts requests, its own left out", async () => {
    const { get } = await startSimulator({ controlRoutes: true });
    await get("/v1/demo/services");
    await get("/nowhere");
    expect((await get("/_simulator/requests")).body).toMatchObject({
      count: 2,
      byRoute: { services: 1, unknown: 1, events: 0 },
      inFlight: 0,
      maxInFlight: 1,
    });
  });

  test("moves the clock", async () => {
    const { post, simulator } = await startSimulator({ controlRoutes: true });
    expect((await post("/_simulator/clock", { advanceMs: 5_000 })).body).toEqual({
      nowMs: TEST_NOW_MS + 5_000,
    });
    await post("/_simulator/clock", { nowMs: 1_000 });
    expect(simulator.clock.nowMs()).toBe(1_000);
    expect((await post("/_simulator/clock", { advanceMs: "soon" })).status).toBe(400);
    expect((await post("/_simulator/tokens/expire", {})).status).toBe(200);
    expect((await post("/_simulator/elsewhere", {})).status).toBe(404);
  });

  test("answers nobody who could be a page of another site", async () => {
    const { url, get } = await startSimulator({ controlRoutes: true });
    const form = await fetch(`${url}/_simulator/faults`, {
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      body: JSON.stringify({ fault: { kind: "throttle" } }),
    });
    expect(form.status).toBe(404);
    expect((await get("/_simulator/faults", { Origin: "https://evil.example" })).status).toBe(404);
    const rebound = await new Promise<number | undefined>((resolve, reject) => {
      request(`${url}/_simulator/faults`, { headers: { Host: "evil.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(rebound).toBe(404);
  });

  test("is not there unless asked for", async () => {
    const { get } = await startSimulator();
    expect((await get("/_simulator/faults")).status).toBe(404);
  });
});
