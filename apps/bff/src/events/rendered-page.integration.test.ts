import { expect, test } from "vitest";
import { createApp } from "../app.ts";
import { memoryWorld } from "../testing/memory.ts";

const START_MS = Date.UTC(2026, 10, 1);

test("a page that was rendered before answers the same question about the same feed, and no other", async () => {
  const world = memoryWorld();
  const event = (index: number) => ({
    occurredAtMs: START_MS + index,
    severity: index % 2 === 0 ? ("normal" as const) : ("abnormal" as const),
    message: `event ${index}`,
  });
  world.upstreamEvents = [event(0), event(1), event(2)];
  let nowMs = START_MS + 60_000;
  const logged: string[] = [];
  const app = createApp({
    upstream: world.upstream,
    auth: { mode: "off", projects: ["demo"] },
    now: () => nowMs,
    monotonicNow: () => nowMs,
    log: ({ requestId }) => logged.push(requestId),
  });
  const ask = async (service: string, query: string, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await app.request(`/api/v1/projects/demo/services/${service}/events${query}`, { headers });
    const text = await answer.text();
    const messages = answer.status === 200 ? [...text.matchAll(/"event \d"/g)].map(String) : [];
    return { status: answer.status, headers: answer.headers, text, messages };
  };

  const first = await ask("a", "?order=asc");
  const again = await ask("a", "?order=asc");
  expect(first.messages).toEqual(['"event 0"', '"event 1"', '"event 2"']);
  expect([again.text, again.headers.get("etag")]).toEqual([first.text, first.headers.get("etag")]);
  expect([first.headers.get("age"), again.headers.get("age")]).toEqual([null, "0"]);
  expect(logged[1]).not.toBe(logged[0]);

  expect((await ask("a", "?order=asc&type=abnormal")).messages).toEqual(['"event 1"']);
  expect((await ask("a", "")).messages).toEqual(first.messages.toReversed());
  expect((await ask("a", "?order=asc&nonsense=1")).status).toBe(400);
  expect((await ask("b", "?order=asc")).messages).toEqual(first.messages);
  const tag = first.headers.get("etag") ?? "";
  expect((await ask("a", "?order=asc", { "if-none-match": tag })).status).toBe(304);
  expect(world.calls.upstream).toBe(2);

  world.upstreamEvents = [...world.upstreamEvents, event(3)];
  nowMs += 3_001;
  const later = await ask("a", "?order=asc", { "if-none-match": tag });
  expect(later.status).toBe(200);
  expect(later.messages).toEqual([...first.messages, '"event 3"']);
});
