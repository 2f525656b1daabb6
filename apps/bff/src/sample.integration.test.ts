import sample from "@deploy-lens/core/fixtures/documented-sample.json" with { type: "json" };
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROJECT, SAMPLE, startStack, type TestStack } from "./testing/stack.ts";

let stack: TestStack;

beforeAll(async () => {
  stack = await startStack();
});

afterAll(() => stack.close());

const S = `/api/v1/projects/${PROJECT}/services/${SAMPLE}`;
const WIRE = `/v1/${PROJECT}/services/${SAMPLE}/events`;

async function jsonOf(target: string, headers: Record<string, string> = {}) {
  const answer = await stack.app.request(target, { headers });
  return JSON.parse(await answer.text());
}

describe("the wire-compatible route", () => {
  test("answers the reference page's own sample, byte for byte but for white space", async () => {
    const answer = await stack.app.request(`${WIRE}?order=asc`);
    expect(await answer.text()).toBe(JSON.stringify(sample));
  });

  test("takes the documented defaults: newest first, a thousand", async () => {
    stack.simulator.requests.clear();
    const answer = await jsonOf(WIRE);
    expect(answer.events.map((event: { occur_time: number }) => event.occur_time)).toEqual(
      sample.events.map((event) => event.occur_time).reverse(),
    );
  });

  test.each([
    ["limit=4&offset=2&order=asc", 1, 9],
    ["limit=4&offset=3", 0, 9],
    ["event_type=abnormal", 0, 0],
    ["event_type=normal&event_info=pull", 2, 2],
    ["start_time=1562597275915&end_time=1562597275928", 3, 3],
  ])("%s: %i of %i", async (query, count, total) => {
    expect(await jsonOf(`${WIRE}?${query}`)).toMatchObject({ count, total_count: total });
  });

  test("leaves parameters alone that the reference page does not have, as the upstream does", async () => {
    expect(await jsonOf(`${WIRE}?workspace_id=0&limit=1`)).toMatchObject({ count: 1 });
  });

  test("refuses in the upstream's words, naming what is wrong", async () => {
    const answer = await stack.app.request(`${WIRE}?limit=0&order=up`);
    expect([answer.status, await answer.json()]).toEqual([
      400,
      {
        error_code: "ModelArts.0107",
        error_msg:
          'A parameter is not valid. limit is 0: must be an integer from 1 to 1000; order is "up": must be asc or desc.',
      },
    ]);
  });
});

test("the deployment: phases, gaps and the sum of both, to the millisecond", async () => {
  const deployment = await jsonOf(`${S}/deployments/latest`);
  const model = { name: "zcjtestTF", version: "3.0.0" };
  expect(deployment).toMatchObject({
    serviceId: SAMPLE,
    kind: "deploy",
    outcome: null,
    startedAt: "2019-07-08T14:47:31.764Z",
    endedAt: null,
    endedBy: null,
    lastEventAt: "2019-07-08T14:48:52.582Z",
    totalMs: null,
    observedMs: 80_818,
    models: [model],
    failure: null,
    flags: ["stalled"],
    unclassified: 0,
    eta: null,
    configuration: { updatedAt: "2019-07-08T14:47:31.764Z", result: "running" },
  });
  expect(
    deployment.phases.map((run: Record<string, unknown>) => [
      run.phase,
      run.wallMs,
      run.outcome,
      run.flags,
      run.model,
    ]),
  ).toEqual([
    ["build_image", 17, "success", [], model],
    ["prepare_environment", 20_171, "success", [], model],
    ["schedule_resource", 6, "success", ["implied_start"], model],
    ["pull_image", 56_642, "success", [], model],
    ["start_model", null, null, [], model],
  ]);
  expect(deployment.gaps.map((gap: Record<string, unknown>) => [gap.after, gap.before, gap.ms])).toEqual([
    ["start", "build_image", 24],
    ["build_image", "prepare_environment", 3_939],
    ["schedule_resource", "pull_image", 7],
    ["pull_image", "start_model", 12],
  ]);
  const sum = (list: readonly Record<string, number>[], field: string) =>
    list.reduce((total, one) => total + (one[field] ?? 0), 0);
  expect(sum(deployment.phases, "criticalMs") + sum(deployment.gaps, "ms")).toBe(deployment.observedMs);
  expect(deployment.elapsedMs).toBe(Date.parse(deployment.asOf) - Date.parse(deployment.startedAt));
  expect(await jsonOf(`${S}/deployments/${deployment.id}`)).toMatchObject({
    id: deployment.id,
    observedMs: 80_818,
  });
});

test("the list of deployments and the list of services show the same deployment", async () => {
  const { deployments, page } = await jsonOf(`${S}/deployments`);
  expect(deployments).toHaveLength(1);
  expect(deployments[0]).toMatchObject({
    outcome: null,
    observedMs: 80_818,
    gapsMs: 3_982,
    flags: ["stalled"],
  });
  expect(page).toEqual({ total: 1, nextCursor: null });
  expect(await jsonOf(`${S}/deployments?outcome=success`)).toMatchObject({ deployments: [] });
  expect(await jsonOf(`${S}/deployments?outcome=open&model=zcjtestTF`)).toMatchObject({ page: { total: 1 } });

  const { services } = await jsonOf(`/api/v1/projects/${PROJECT}/services?search=ZCJ`);
  expect(services).toMatchObject([
    { id: SAMPLE, name: "zcjtest-07085", status: "deploying", latestDeployment: { id: deployments[0].id } },
  ]);
});

describe("events", () => {
  test("come with what they mean, newest first", async () => {
    const { service, events, page } = await jsonOf(`${S}/events`);
    expect(service).toEqual({ id: SAMPLE, name: "zcjtest-07085" });
    expect(page).toEqual({ total: 9, nextCursor: null });
    expect(events.map((event: { occurredAt: string }) => event.occurredAt)).toEqual(
      sample.events.map((event) => new Date(event.occur_time).toISOString()).reverse(),
    );
    expect(events[0]).toMatchObject({
      signal: "begin",
      phase: "start_model",
      message: "[zcjtestTF 3.0.0] starting model",
    });
  });

  test.each([
    ["phase=pull_image", 2],
    ["phase=pull_image,build_image&signal=success", 2],
    ["model=zcjtestTF", 7],
    ["model=zcjtestTF 3.0.0", 7],
    ["model=zcjtestTF 3.0", 0],
    ["type=abnormal,warning", 0],
    ["from=2019-07-08T14:47:55.915Z&to=2019-07-08T14:47:55.928Z", 2],
    ["from=2019-07-08T22:47:55.915%2B08:00&to=1562597275928", 2],
    ["from=2019-07-08T22:47:55.915+08:00&to=1562597275928", 2],
    ["to=2019-07-08", 0],
  ])("%s: %i", async (query, total) => {
    expect((await jsonOf(`${S}/events?${query}`)).page).toMatchObject({ total });
  });
});

test("advice on a failure comes in the caller's language", async () => {
  const failed = stack.simulator.addService({
    name: "unlucky",
    events: [
      { occurredAtMs: 1_795_000_000_000, severity: "normal", message: "start to deploy service" },
      { occurredAtMs: 1_795_000_060_000, severity: "abnormal", message: "Failed to deploy the service." },
    ],
  });
  const target = `/api/v1/projects/${PROJECT}/services/${failed.id}/deployments/latest`;
  const answers = [await jsonOf(target), await jsonOf(target, { "accept-language": "zh-TW,zh" })];
  expect(answers.map(({ outcome }) => outcome)).toEqual(["failure", "failure"]);
  expect(answers[0].failure.advice).toMatch(/^[\x20-\x7e’“”]+$/);
  expect(answers[1].failure.advice).toMatch(/[一-鿿]/);
  const [en, zh] = await Promise.all([
    stack.app.request(target),
    stack.app.request(target, { headers: { "accept-language": "zh" } }),
  ]);
  expect(en.headers.get("etag")).not.toBe(zh.headers.get("etag"));
  expect(en.headers.get("vary")).toContain("accept-language");
});
