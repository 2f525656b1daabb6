import { describe, expect, test } from "vitest";
import { NO_FACTS, type ServiceFacts } from "../day/facts.ts";
import { UnreadableItemError } from "../table/errors.ts";
import { eventFacts, wholeDeployment } from "../testing/feed.ts";
import { decodeHead, encodeHead, fetchFromMs, newServiceHead } from "./index.ts";
import { unknownFacts } from "./store.ts";

const service = { projectId: "demo", serviceId: "a-service" };
const head = { ...newServiceHead("a-service"), revision: 3 };

describe("fetchFromMs", () => {
  test("is the beginning for a service that was never seen", () => {
    expect(fetchFromMs(head, 1_000)).toBeNull();
  });

  test("never cuts the latest deployment, nor passes over events that came late", () => {
    const seen = { ...head, newestEventAtMs: 50_000, recentStartsMs: [20_000] };
    expect(fetchFromMs(seen, 1_000)).toBe(19_000);
    expect(fetchFromMs({ ...seen, recentStartsMs: [] }, 1_000)).toBe(49_000);
  });
});

describe("unknownFacts", () => {
  const update = (updatedAtMs: number, result: "running" | "success") => ({
    updatedAtMs,
    result,
    models: [],
  });
  const events = eventFacts(...wholeDeployment(1_000_000));
  const state = { name: "svc", status: "running", transitionAtMs: 5 };

  test("leaves out the transition that the head knows, and no other", () => {
    const statuses = [5, 6].map((transitionAtMs) => ({ status: "running", transitionAtMs }));
    expect(unknownFacts({ ...head, state }, { ...events, statuses })).toEqual({
      ...events,
      statuses: statuses.slice(1),
    });
  });

  test("takes updates for news unless these very ones were seen together before", () => {
    const known: ServiceFacts = { ...NO_FACTS, updates: [update(1, "success"), update(2, "success")] };
    const knownUpdates = { throughMs: 2, fingerprint: "0a0a0a0a0a0" };
    expect(unknownFacts({ ...head, knownUpdates }, known)).toEqual(known);
    expect(unknownFacts(head, known)).toEqual(known);
  });
});

describe("the item of a head", () => {
  test("comes back as it was", () => {
    const full = {
      ...head,
      state: { name: "名字", status: "running", transitionAtMs: null },
      recentStartsMs: [3, 2],
      knownUpdates: { throughMs: 5, fingerprint: "x" },
      owed: { sinceMs: 7, fromMs: 3, cause: "service" as const, error: "no events" },
    };
    expect(decodeHead(encodeHead(service, full))).toEqual(full);
  });

  test("of another format is refused, not guessed", () => {
    const item = { ...encodeHead(service, head), format: { N: "2" } };
    expect(() => decodeHead(item)).toThrow(UnreadableItemError);
    expect(() => decodeHead(item)).toThrow("project#demo service#a-service cannot be read: its format is 2");
  });
});
