import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import { expect, test } from "vitest";
import { CircuitOpenError, UpstreamThrottledError } from "./errors/index.ts";
import { eventsAnswer, json, startServer } from "./testing/local-server.ts";
import { failureOf, ONE_ATTEMPT, testClient } from "./testing/test-client.ts";

const HOUR_MS = 3_600_000;
const query = EventsQuery.create({});

/** A client whose wall clock can be set while the time that passes goes on. */
async function startClocks(
  answer: () => { readonly status: number; readonly headers?: Record<string, string> },
) {
  const clock = { wallMs: Date.now(), passedMs: 0 };
  const server = await startServer((_, response) => {
    const { status, headers = {} } = answer();
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    json(response, status, status === 200 ? eventsAnswer() : {});
  });
  const client = testClient(server.endpoint, {
    limits: ONE_ATTEMPT,
    now: () => clock.wallMs,
    monotonicNow: () => clock.passedMs,
  });
  const pass = (ms: number) => {
    clock.wallMs += ms;
    clock.passedMs += ms;
  };
  const ask = () => client.listEvents("demo", "s", query);
  return { clock, client, pass, ask };
}

test.each([-HOUR_MS, HOUR_MS])(
  "a clock set by %i ms while the breaker is open: it closes as it would have",
  async (byMs) => {
    let status = 503;
    const { clock, client, pass, ask } = await startClocks(() => ({ status }));
    for (let i = 0; i < 5; i += 1) await failureOf(ask);
    status = 200;
    clock.wallMs += byMs;
    pass(4_000);
    expect((await failureOf(ask)).error).toBeInstanceOf(CircuitOpenError);
    expect(client.isUpstreamHealthy()).toBe(false);
    pass(2_000);
    expect((await ask()).answer.total_count).toBe(0);
  },
);

test("a clock set back an hour during a Retry-After: the rest lasts as long as was asked for", async () => {
  let status = 429;
  const { clock, pass, ask } = await startClocks(() => ({ status, headers: { "retry-after": "20" } }));
  await failureOf(ask);
  status = 200;
  clock.wallMs -= HOUR_MS;
  pass(10_000);
  expect((await failureOf(ask)).error).toBeInstanceOf(UpstreamThrottledError);
  pass(11_000);
  expect((await ask()).answer.total_count).toBe(0);
});
