import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { startSimulator } from "../testing/running-simulator.ts";
import { SAMPLE_SERVICE_ID } from "./sample.ts";

const EVENTS = `/v1/demo/services/${SAMPLE_SERVICE_ID}/events`;

async function documentedSample(): Promise<string> {
  const file = import.meta.resolve("@deploy-lens/core/fixtures/documented-sample.json");
  return readFile(new URL(file), "utf8");
}

describe("the documented sample", () => {
  test("is served field for field and in the order of its keys", async () => {
    const { url } = await startSimulator({ scenario: { services: 0, live: false } });
    const text = await (await fetch(`${url}${EVENTS}?order=asc`)).text();
    expect(text).toBe(JSON.stringify(JSON.parse(await documentedSample())));
  });

  test("is descending by default, as the reference says and its example does not", async () => {
    const { get } = await startSimulator({ scenario: { services: 0, live: false } });
    const sample = JSON.parse(await documentedSample());
    const { body } = await get(EVENTS);
    expect(body).toEqual({ ...sample, events: sample.events.toReversed() });
  });

  test("is not cleared, although it is years old, and has never ended", async () => {
    const { get, simulator } = await startSimulator({ scenario: { services: 0, live: false } });
    simulator.clock.advance(365 * 86_400_000);
    expect((await get(EVENTS)).body).toMatchObject({ count: 9, total_count: 9 });
    const detail = await get(`/v1/demo/services/${SAMPLE_SERVICE_ID}`);
    expect(detail.body).toMatchObject({ status: "deploying", transition_at: 1562597251764 });
  });
});
