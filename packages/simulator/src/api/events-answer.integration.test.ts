import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { describe, expect, test } from "vitest";
import type { SimulatorOptions } from "../simulator.ts";
import { type JsonAnswer, rows, startSimulator, TEST_NOW_MS } from "../testing/running-simulator.ts";

const DAY_MS = 86_400_000;

/** Six events: a tie of three, one an hour ago, one to come, one too old. */
const EVENTS: readonly ServiceEvent[] = [
  { occurredAtMs: TEST_NOW_MS - 31 * DAY_MS, severity: "normal", message: "cleared long ago" },
  { occurredAtMs: TEST_NOW_MS - 7_200_000, severity: "normal", message: "first of a tie" },
  { occurredAtMs: TEST_NOW_MS - 7_200_000, severity: "abnormal", message: "Second of a tie [m 1.0.0]" },
  { occurredAtMs: TEST_NOW_MS - 7_200_000, severity: "normal", message: "third of a tie" },
  { occurredAtMs: TEST_NOW_MS - 3_600_000, severity: "abnormal", message: "an hour ago" },
  { occurredAtMs: TEST_NOW_MS + 60_000, severity: "normal", message: "in a minute" },
];

async function start(options: SimulatorOptions = {}) {
  const running = await startSimulator(options);
  const service = running.simulator.addService({ name: "scripted", events: EVENTS });
  const path = `/v1/demo/services/${service.id}/events`;
  return { ...running, service, ask: (query = "") => running.get(`${path}?${query}`) };
}

const messages = (answer: JsonAnswer) => rows(answer, "events").map((event) => event.event_info);

describe("GET …/events", () => {
  test("lists what has happened and is not cleared, newest first, ties in the reported order", async () => {
    const { ask, service } = await start();
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.body).toMatchObject({
      service_id: service.id,
      service_name: "scripted",
      count: 4,
      total_count: 4,
    });
    expect(messages(answer)).toEqual([
      "an hour ago",
      "first of a tie",
      "Second of a tie [m 1.0.0]",
      "third of a tie",
    ]);
    expect(rows(answer, "events")[0]).toEqual({
      occur_time: TEST_NOW_MS - 3_600_000,
      event_type: "abnormal",
      event_info: "an hour ago",
    });
  });

  test("lists an event once its time has come, and clears it after a month", async () => {
    const { ask, simulator } = await start();
    simulator.clock.advance(60_000);
    expect(messages(await ask("order=asc")).at(-1)).toBe("in a minute");
    simulator.clock.advance(30 * DAY_MS);
    expect(messages(await ask())).toEqual(["in a minute"]);
    simulator.clock.advance(1);
    expect(messages(await ask())).toEqual([]);
  });

  test("lists a late event in its place", async () => {
    const { ask, service } = await start();
    service.emit({ occurredAtMs: TEST_NOW_MS - 5_000_000, severity: "normal", message: "late" });
    expect(messages(await ask())[1]).toBe("late");
  });

  test.each([
    ["event_type=abnormal", ["an hour ago", "Second of a tie [m 1.0.0]"]],
    ["event_type=normal&order=asc", ["first of a tie", "third of a tie"]],
    [`start_time=${TEST_NOW_MS - 3_600_000}`, ["an hour ago"]],
    [
      `end_time=${TEST_NOW_MS - 7_200_000}&sort_by=occur_time&order=asc`,
      ["first of a tie", "Second of a tie [m 1.0.0]", "third of a tie"],
    ],
    ["event_info=second%20OF", ["Second of a tie [m 1.0.0]"]],
    ["workspace_id=0&limit=1", ["an hour ago"]],
    [
      "limit=9007199254740991&offset=0",
      ["an hour ago", "first of a tie", "Second of a tie [m 1.0.0]", "third of a tie"],
    ],
    ["offset=9007199254740990", []],
  ])("%s", async (query, expected) => {
    const { ask } = await start();
    expect(messages(await ask(query))).toEqual(expected);
  });

  test("counts the page apart from the whole", async () => {
    const { ask } = await start();
    expect((await ask("limit=3&offset=1")).body).toMatchObject({ count: 1, total_count: 4 });
    expect((await ask("limit=3&event_type=abnormal")).body).toMatchObject({ count: 2, total_count: 2 });
  });

  test("an offset counts pages by default and rows by setting", async () => {
    expect(messages(await (await start()).ask("limit=2&offset=1"))).toEqual([
      "Second of a tie [m 1.0.0]",
      "third of a tie",
    ]);
    expect(messages(await (await start({ offsetMode: "row" })).ask("limit=2&offset=1"))).toEqual([
      "first of a tie",
      "Second of a tie [m 1.0.0]",
    ]);
  });

  test("end_time may be set to exclude its instant", async () => {
    const { ask } = await start({ endTimeInclusive: false });
    expect(messages(await ask(`end_time=${TEST_NOW_MS - 3_600_000}`))).toHaveLength(3);
  });

  test.each([
    ["event_type=warning", "event_type"],
    ["start_time=-1", "start_time"],
    ["start_time=2026-11-23", "start_time"],
    ["end_time=1.5", "end_time"],
    ["start_time=2&end_time=1", "start_time,end_time"],
    ["offset=-1", "offset"],
    ["limit=0", "limit"],
    ["limit=", "limit"],
    ["limit=1&limit=2", "limit"],
    ["limit=99999999999999999999", "limit"],
    ["sort_by=event_info", "sort_by"],
    ["order=DESC", "order"],
    ["event_info=%5Bm%201.0.0%5D", "event_info"],
    ["event_info=%E5%AE%9E%E4%BE%8B", "event_info"],
    ["event_info=", "event_info"],
    ["order=up&limit=x&event_type=", "event_type,limit,order"],
  ])("refuses %s", async (query, names) => {
    const { ask } = await start();
    const answer = await ask(query);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      error_code: "ModelArts.0107",
      error_msg: `The values of the request parameters (${names}) are invalid.`,
    });
  });

  test("refuses a limit above the largest only where one is set", async () => {
    const { ask } = await start({ maxLimit: 500 });
    expect((await ask("limit=501")).status).toBe(400);
    expect((await ask("limit=500")).status).toBe(200);
    expect((await ask()).status).toBe(200);
  });

  test("knows no service of another project", async () => {
    const { get, service } = await start();
    const answer = await get(`/v1/other/services/${service.id}/events`);
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({
      error_code: "ModelArts.3502",
      error_msg: `Service ${service.id} does not exist.`,
    });
  });

  test.each([
    "/",
    "/v1/demo/services/",
    "/v1/demo/services/x/events/",
    "/v2/demo/services/x/events",
    "/v1/demo/services/%ZZ/events",
    "/v1//services",
    "/_simulator/faults",
  ])("the gateway knows no %s", async (path) => {
    const { get } = await start();
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({
      error_code: "APIG.0101",
      error_msg: "The API does not exist or has not been published in the environment.",
      request_id: answer.headers.get("x-request-id"),
    });
  });

  test("the gateway knows no other method, and no endless address", async () => {
    const { post, ask, service } = await start();
    expect((await post(`/v1/demo/services/${service.id}/events`, {})).status).toBe(404);
    expect(await ask(`event_info=${"a".repeat(9_000)}`)).toMatchObject({
      status: 414,
      body: { error_code: "APIG.0201" },
    });
  });
});
