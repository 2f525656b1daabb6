import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import { newServiceHead, type ServiceHead } from "@deploy-lens/store/head";
import { describe, expect, test } from "vitest";
import { areUpdateLogsDue } from "./read-upstream.ts";

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
