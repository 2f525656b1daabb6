import { describe, expect, test } from "vitest";
import { eventsAnswer, json, startServer } from "./testing/local-server.ts";
import { failureOf, testClient } from "./testing/test-client.ts";

/** An upstream with events at these times, that leaves the edges of a window out or in. */
function startEvents(timesMs: number[], edges: "included" | "excluded") {
  return startServer((request, response) => {
    const query = new URL(request.url ?? "", "http://local").searchParams;
    const number = (name: string) => Number(query.get(name));
    const slack = edges === "included" ? 0 : 1;
    const rows = timesMs
      .filter((at) => !query.has("start_time") || at >= number("start_time") + slack)
      .filter((at) => at <= number("end_time") - slack)
      .map((at) => ({ occur_time: at, event_type: "normal", event_info: `at ${at}` }));
    const start = number("offset") * number("limit");
    json(response, 200, eventsAnswer(rows.slice(start, start + number("limit")), rows.length));
  });
}

describe.each(["included", "excluded"] as const)("where the edges of a window are %s", (edges) => {
  test.each([undefined, 1, 3, 7])(
    "[from, to) is read to the millisecond, in windows of %s ms",
    async (windowMs) => {
      const server = await startEvents(
        Array.from({ length: 40 }, (_, at) => at),
        edges,
      );
      const client = testClient(server.endpoint, { offsetMode: "page" });
      const times: number[] = [];
      for await (const batch of client.readEvents(
        "demo",
        "s",
        { fromMs: 10, toMs: 31, windowMs },
        { pageSize: 5 },
      )) {
        times.push(...batch.map(({ occurredAtMs }) => occurredAtMs));
      }
      expect(times).toEqual(Array.from({ length: 21 }, (_, at) => at + 10));
    },
  );
});

test("from the beginning there is no start_time, and from 0 it is not negative", async () => {
  const server = await startEvents([0, 1, 2], "included");
  const client = testClient(server.endpoint);
  for (const fromMs of [null, 0]) {
    const times: number[] = [];
    for await (const batch of client.readEvents("demo", "s", { fromMs, toMs: 2 })) {
      times.push(...batch.map(({ occurredAtMs }) => occurredAtMs));
    }
    expect(times).toEqual([0, 1]);
  }
  expect(
    server.requests.map((request) => new URL(request.slice(4), "http://x").searchParams.get("start_time")),
  ).toEqual([null, "0"]);
});

test("the deadline bounds the whole reading", async () => {
  const server = await startEvents(
    Array.from({ length: 40 }, (_, at) => at),
    "included",
  );
  const deadlineMs = Date.now() + 100;
  const client = testClient(server.endpoint, { offsetMode: "page" });
  const { error } = await failureOf(async () => {
    for await (const batch of client.readEvents(
      "demo",
      "s",
      { fromMs: 0, toMs: 40 },
      { pageSize: 2, deadlineMs },
    )) {
      await new Promise((resolve) => setTimeout(resolve, 30 * batch.length));
    }
  });
  expect(error).toMatchObject({ kind: "timeout" });
  expect(server.requests.length).toBeLessThan(10);
});
