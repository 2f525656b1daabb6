import { describe, expect, test } from "vitest";
import { eventsAnswer, json, startServer } from "../testing/local-server.ts";
import { failureOf, testClient } from "../testing/test-client.ts";

/** Well after 1980: an earlier time would be taken for seconds. */
const BASE_MS = 1_562_597_251_000;

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
        Array.from({ length: 40 }, (_, at) => BASE_MS + at),
        edges,
      );
      const client = testClient(server.endpoint, { offsetMode: "page" });
      const times: number[] = [];
      for await (const batch of client.readEvents(
        "demo",
        "s",
        { fromMs: BASE_MS + 10, toMs: BASE_MS + 31, windowMs },
        { pageSize: 5 },
      )) {
        times.push(...batch.map(({ occurredAtMs }) => occurredAtMs));
      }
      expect(times).toEqual(Array.from({ length: 21 }, (_, at) => BASE_MS + at + 10));
    },
  );
});

test("from the beginning there is no start_time, and from 0 it is not negative", async () => {
  const times = [0, 1, 2].map((at) => BASE_MS + at);
  const server = await startEvents(times, "included");
  const client = testClient(server.endpoint);
  for (const fromMs of [null, 0]) {
    const read: number[] = [];
    for await (const batch of client.readEvents("demo", "s", { fromMs, toMs: BASE_MS + 2 })) {
      read.push(...batch.map(({ occurredAtMs }) => occurredAtMs));
    }
    expect(read).toEqual(times.slice(0, 2));
  }
  expect(
    server.requests.map((request) => new URL(request.slice(4), "http://x").searchParams.get("start_time")),
  ).toEqual([null, "0"]);
});

test("the deadline bounds the whole reading: once it is past, no page is asked for", async () => {
  const times = Array.from({ length: 40 }, (_, at) => BASE_MS + at);
  const server = await startEvents(times, "included");
  let nowMs = BASE_MS + 1_000_000;
  const deadlineMs = nowMs + 60_000;
  const client = testClient(server.endpoint, { offsetMode: "page", now: () => nowMs });
  const { error } = await failureOf(async () => {
    const window = { fromMs: BASE_MS, toMs: BASE_MS + 40 };
    for await (const _ of client.readEvents("demo", "s", window, { pageSize: 2, deadlineMs }))
      nowMs += 25_000;
  });
  expect(error).toMatchObject({ kind: "timeout" });
  expect(server.requests).toHaveLength(3);
});
