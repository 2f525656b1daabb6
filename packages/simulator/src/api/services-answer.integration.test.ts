import type { ServiceStatus } from "@deploy-lens/core/vocabulary/status";
import { describe, expect, test } from "vitest";
import { CANARY_SECRET_PREFIX } from "../service/fields.ts";
import { type JsonAnswer, rows, startSimulator, TEST_NOW_MS } from "../testing/running-simulator.ts";

const names = (answer: JsonAnswer) => rows(answer, "services").map((service) => service.service_name);

async function startWithThree() {
  const running = await startSimulator();
  const add = (name: string, status: ServiceStatus, agoMs: number, createdAgoMs: number) =>
    running.simulator.addService({
      name,
      createdAtMs: TEST_NOW_MS - createdAgoMs,
      transitions: [{ atMs: TEST_NOW_MS - agoMs, status }],
      models: [{ model: { name: `${name}-model`, version: "1.0.0" }, weight: 100 }],
    });
  return {
    ...running,
    alpha: add("alpha", "running", 3_000, 9_000),
    beta: add("beta", "stopped", 2_000, 10_000),
    gamma: add("gamma", "running", 1_000, 11_000),
  };
}

describe("GET …/services", () => {
  test("lists the project's services, latest published first", async () => {
    const { get } = await startWithThree();
    const answer = await get("/v1/demo/services");
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ total_count: 3, count: 3 });
    expect(names(answer)).toEqual(["alpha", "beta", "gamma"]);
    expect((await get("/v1/other/services")).body).toEqual({ total_count: 0, count: 0, services: [] });
  });

  test.each([
    ["sort_by=transition_at", ["gamma", "beta", "alpha"]],
    ["sort_by=transition_at&order=asc", ["alpha", "beta", "gamma"]],
    ["sort_by=service_name", ["gamma", "beta", "alpha"]],
    ["sort_by=publish_at&order=asc", ["gamma", "beta", "alpha"]],
    ["status=running&order=asc", ["gamma", "alpha"]],
    ["status=pending", []],
    ["service_name=am", ["gamma"]],
    ["sort_by=transition_at&limit=2&offset=1", ["alpha"]],
    ["workspace_id=1", []],
    ["infer_type=batch", []],
    ["infer_type=real-time&workspace_id=0&limit=1", ["alpha"]],
  ])("%s", async (query, expected) => {
    const { get } = await startWithThree();
    expect(names(await get(`/v1/demo/services?${query}`))).toEqual(expected);
  });

  test("finds services by their own id and by a model's", async () => {
    const { get, beta } = await startWithThree();
    expect(names(await get(`/v1/demo/services?service_id=${beta.id}`))).toEqual(["beta"]);
    const [config] = rows(await get(`/v1/demo/services/${beta.id}`), "config");
    expect(names(await get(`/v1/demo/services?model_id=${config?.model_id}`))).toEqual(["beta"]);
  });

  test.each([
    ["status=up", "status"],
    ["sort_by=owner&order=down", "sort_by,order"],
    ["limit=0", "limit"],
    ["infer_type=fast", "infer_type"],
  ])("refuses %s", async (query, name) => {
    const { get } = await startWithThree();
    expect(await get(`/v1/demo/services?${query}`)).toMatchObject({
      status: 400,
      body: { error_code: "ModelArts.0107", error_msg: expect.stringContaining(`(${name})`) },
    });
  });

  test("does not know a service before it was created", async () => {
    const { simulator, get } = await startSimulator();
    const { id } = simulator.addService({ name: "tomorrow", createdAtMs: TEST_NOW_MS + 86_400_000 });
    expect((await get("/v1/demo/services")).body).toMatchObject({ total_count: 0 });
    expect((await get(`/v1/demo/services/${id}`)).status).toBe(404);
    simulator.clock.advance(86_400_000);
    expect((await get(`/v1/demo/services/${id}`)).status).toBe(200);
  });
});

describe("GET …/services/{service_id}", () => {
  test("reports status and progress as of the clock", async () => {
    const { simulator, get } = await startSimulator();
    const { id } = simulator.addService({
      name: "one",
      transitions: [
        { atMs: TEST_NOW_MS, status: "deploying", expectedEndMs: TEST_NOW_MS + 1_000 },
        { atMs: TEST_NOW_MS + 2_000, status: "failed", errorMessage: "no resources" },
      ],
    });
    const ask = async () => (await get(`/v1/demo/services/${id}`)).body;
    expect(await ask()).toMatchObject({ status: "deploying", progress: 0, transition_at: TEST_NOW_MS });
    simulator.clock.advance(500);
    expect(await ask()).toMatchObject({ status: "deploying", progress: 50 });
    simulator.clock.advance(1_000);
    expect(await ask()).toMatchObject({ status: "deploying", progress: 99 });
    simulator.clock.advance(500);
    const failed = await ask();
    expect(failed).toMatchObject({ status: "failed", error_msg: "no resources" });
    expect(failed).not.toHaveProperty("progress");
  });

  test("carries secrets in its environment variables, for callers to strip", async () => {
    const { get, alpha } = await startWithThree();
    const [config] = rows(await get(`/v1/demo/services/${alpha.id}`), "config");
    expect(config).toMatchObject({ model_name: "alpha-model", model_version: "1.0.0", status: "ready" });
    expect(JSON.stringify(config?.envs)).toContain(CANARY_SECRET_PREFIX);
  });
});

describe("GET …/services/{service_id}/logs", () => {
  test("lists each update's result and configuration, newest first", async () => {
    const { simulator, get } = await startSimulator();
    const models = [{ model: { name: "m", version: "3.0.1" }, weight: 100 }];
    const service = simulator.addService({
      name: "updated",
      createdAtMs: 0,
      updates: [
        { updatedAtMs: TEST_NOW_MS - 3_000, endedAtMs: TEST_NOW_MS - 2_500, succeeded: true, models },
        { updatedAtMs: TEST_NOW_MS - 2_000, endedAtMs: TEST_NOW_MS - 1_500, succeeded: false, models },
        { updatedAtMs: TEST_NOW_MS - 1_000, endedAtMs: TEST_NOW_MS + 500, succeeded: true, models },
      ],
    });
    const path = `/v1/demo/services/${service.id}/logs`;
    const answer = await get(path);
    expect(answer.body).toMatchObject({ service_id: service.id, service_name: "updated" });
    expect(rows(answer, "logs").map((log) => log.result)).toEqual(["RUNNING", "FAIL", "SUCCESS"]);
    expect(rows(answer, "logs")[0]).toMatchObject({ config: [{ model_version: "3.0.1", weight: 100 }] });

    const one = await get(`${path}?update_time=${TEST_NOW_MS - 2_000}`);
    expect(rows(one, "logs").map((log) => log.result)).toEqual(["FAIL"]);
    expect((await get(`${path}?update_time=soon`)).status).toBe(400);

    simulator.clock.advance(500);
    expect(rows(await get(path), "logs")[0]?.result).toBe("SUCCESS");
    service.logUpdate({
      updatedAtMs: TEST_NOW_MS - 1_000,
      endedAtMs: TEST_NOW_MS,
      succeeded: false,
      models,
    });
    expect(rows(await get(path), "logs").map((log) => log.result)).toEqual(["FAIL", "FAIL", "SUCCESS"]);
  });
});
