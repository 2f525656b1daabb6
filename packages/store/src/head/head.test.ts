import { describe, expect, test } from "vitest";
import { NO_FACTS, type ServiceFacts } from "../day/facts.ts";
import { UnreadableItemError } from "../table/errors.ts";
import { deriveBy, event, eventFacts, wholeDeployment } from "../testing/feed.ts";
import {
  decodeHead,
  encodeHead,
  fetchFromMs,
  isOutdated,
  newServiceHead,
  summarizeDeployment,
} from "./index.ts";
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

  test("without content is refused by name", () => {
    const { head: _, ...item } = encodeHead(service, head);
    expect(() => decodeHead(item)).toThrow(UnreadableItemError);
    expect(() => decodeHead(item)).toThrow(
      "project#demo service#a-service cannot be read: it has no content",
    );
  });

  const facts = eventFacts(...wholeDeployment(1_000_000));
  const [ended] = deriveBy("a-service")(facts);
  const [open] = deriveBy("a-service")(eventFacts(event(1_000_000, "start to deploy service")));
  if (ended === undefined || open === undefined) throw new Error("the feeds have no deployment");
  const owed = { sinceMs: 7, fromMs: null, cause: "upstream" as const, error: "503" };
  test.each([
    ["before the first deployment", {}, false],
    ["after a deployment that ended", { latest: summarizeDeployment(ended.deployment) }, false],
    ["while a deployment is open", { latest: summarizeDeployment(open.deployment) }, true],
    ["while a sync is owed", { latest: summarizeDeployment(ended.deployment), owed }, true],
    ["while a sync of a new service is owed", { owed }, true],
  ])("%s, is in the index of unsettled services or not", (_, more, isUnsettled) => {
    const { projectKey, projectSort } = encodeHead(service, { ...head, ...more });
    expect([projectKey?.S, projectSort?.S]).toEqual(
      isUnsettled ? ["project#demo#open", "a-service"] : [undefined, undefined],
    );
  });

  test("lists a deployment by what a list shows, gaps added up", () => {
    const { deployment } = ended;
    expect(deployment.gaps.length).toBeGreaterThan(1);
    expect(summarizeDeployment(deployment)).toMatchObject({
      gapsMs: deployment.gaps.map(({ ms }) => ms).reduce((a, b) => a + b),
      failureCause: null,
    });
    const failure = { cause: "quota" as const, message: "no quota", occurredAtMs: 5 };
    expect(summarizeDeployment({ ...deployment, failure }).failureCause).toBe("quota");
  });
});

test("a head is outdated whose history older rules derived, not one of today's", () => {
  expect(isOutdated(head)).toBe(false);
  expect(isOutdated({ ...head, derivedBy: head.derivedBy - 1 })).toBe(true);
});
