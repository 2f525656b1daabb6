import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import { newServiceHead, type ServiceHead } from "@deploy-lens/store/head";
import { describe, expect, test } from "vitest";
import { collectMetrics } from "../testing/collect-metrics.ts";
import { normalEvent } from "../testing/world.ts";
import { areUpdateLogsDue, readAllEvents } from "./read-upstream.ts";

const MINUTE_MS = 60_000;
const START_MS = 1_795_435_200_000;

type Latest = NonNullable<ServiceHead["latest"]>;

/** A deployment by what the rule looks at: update logs of one that runs, unless told otherwise. */
function deployment({ kind = "update", startedAtMs = START_MS, endedAtMs = null as number | null } = {}) {
  return { id: `${startedAtMs}`, kind, startedAtMs, endedAtMs } as Deployment;
}

function head(latest: Partial<Latest> | null, throughMs: number | null = null): ServiceHead {
  const knownUpdates = throughMs === null ? null : { throughMs };
  return { ...newServiceHead("s"), latest, knownUpdates } as ServiceHead;
}

const open = { id: `${START_MS}`, startedAtMs: START_MS, outcome: null };
const closed = { ...open, outcome: "success" as const };

describe("update logs are read", () => {
  test("for a deployment that the table does not have yet, whenever it began", () => {
    const nowMs = START_MS + 90 * MINUTE_MS;
    expect(areUpdateLogsDue(head(null), [deployment()], nowMs)).toBe(true);
    expect(areUpdateLogsDue(head({ ...closed, startedAtMs: START_MS - 1 }), [deployment()], nowMs)).toBe(
      true,
    );
    expect(areUpdateLogsDue(head(closed), [deployment()], nowMs)).toBe(false);
  });

  test("for two minutes after one began, since the entry may appear late", () => {
    const dueAfter = (ms: number) => areUpdateLogsDue(head(open), [deployment()], START_MS + ms);
    expect([0, 2 * MINUTE_MS, 2 * MINUTE_MS + 1].map(dueAfter)).toEqual([true, true, false]);
  });

  test("once for one that has just ended, and for ten minutes after", () => {
    const ended = deployment({ endedAtMs: START_MS + 5 * MINUTE_MS });
    const dueAfter = (latest: Partial<Latest>, ms: number) =>
      areUpdateLogsDue(head(latest), [ended], START_MS + 5 * MINUTE_MS + ms);
    expect([10 * MINUTE_MS, 10 * MINUTE_MS + 1].map((ms) => dueAfter(closed, ms))).toEqual([true, false]);
    expect(dueAfter(open, 60 * MINUTE_MS)).toBe(true);
    expect(dueAfter({ ...open, id: "another" }, 60 * MINUTE_MS)).toBe(false);
  });

  test("for none that is known already, up to a minute before it began", () => {
    const due = (throughMs: number) => areUpdateLogsDue(head(open, throughMs), [deployment()], START_MS);
    expect(due(START_MS - MINUTE_MS)).toBe(false);
    expect(due(START_MS - MINUTE_MS - 1)).toBe(true);
  });

  test("for the last deployment that is no mere start", () => {
    const start = deployment({ kind: "start", startedAtMs: START_MS + MINUTE_MS });
    expect(areUpdateLogsDue(head(null), [start], START_MS)).toBe(false);
    expect(areUpdateLogsDue(head(null), [], START_MS)).toBe(false);
    expect(areUpdateLogsDue(head(closed), [deployment(), start], START_MS)).toBe(true);
    expect(areUpdateLogsDue(head(closed), [deployment(), start], START_MS + 90 * MINUTE_MS)).toBe(false);
  });
});

describe("all events of a window", () => {
  /** Reads them of an upstream that ends its list so. */
  async function read(window: { fromMs: number | null; toMs: number }, end: object = {}) {
    const asked: unknown[] = [];
    const readEvents = async function* (
      _project: string,
      _service: string,
      { fromMs }: { fromMs: number | null },
    ) {
      asked.push(fromMs);
      yield [normalEvent(1, "a")];
      yield [normalEvent(2, "b"), normalEvent(3, "c")];
      return { events: 3, setAside: 0, pages: 2, offsetMode: null, stable: true, ...end };
    } as unknown as ModelArtsClient["readEvents"];
    const { log, lines } = collectMetrics();
    const service = { projectId: "p", serviceId: "s" };
    const events = await readAllEvents({ upstream: { readEvents }, log }, service, window, {});
    return {
      texts: events.map(({ message }) => message),
      asked,
      lines: lines.map((line) => JSON.parse(line)),
    };
  }

  test("are read page by page, from 1970 on at the earliest; of an empty window nothing is asked", async () => {
    expect(await read({ fromMs: null, toMs: 9 })).toEqual({
      texts: ["a", "b", "c"],
      asked: [null],
      lines: [],
    });
    expect((await read({ fromMs: -5, toMs: 9 })).asked).toEqual([0]);
    expect((await read({ fromMs: 8, toMs: 9 })).asked).toEqual([8]);
    expect(await read({ fromMs: 9, toMs: 9 })).toEqual({ texts: [], asked: [], lines: [] });
  });

  test("come with a warning where rows were no events, and where the list changed meanwhile", async () => {
    const window = { fromMs: 0, toMs: 9 };
    expect((await read(window, { setAside: 2 })).lines).toMatchObject([
      { level: "WARN", serviceId: "s", count: 2 },
    ]);
    expect((await read(window, { stable: false })).lines).toMatchObject([{ level: "WARN", serviceId: "s" }]);
  });
});
