import { deriveDeployments } from "@deploy-lens/core/derive";
import { expect, test } from "vitest";
import { createArchiveReads } from "../archive/archive-reads.ts";
import { attemptEvents } from "../testing/attempts.ts";
import { etaOf } from "./eta.ts";

const NOW_MS = Date.UTC(2026, 10, 1);
const DAY_MS = 86_400_000;
const IDS = { projectId: "p", serviceId: "s" };
const caller = { deadlineMs: Number.POSITIVE_INFINITY, signal: new AbortController().signal };

const derive = (startedAtMs: number, ends: "success" | "never") =>
  deriveDeployments({
    serviceId: IDS.serviceId,
    events: attemptEvents({ startedAtMs, ends }).filter(({ occurredAtMs }) => occurredAtMs <= NOW_MS),
    statuses: [],
  }).deployments.map(({ deployment }) => deployment);

const PAST = Array.from({ length: 12 }, (_, index) =>
  derive(NOW_MS - (20 - index) * DAY_MS, "success"),
).flat();
const [OPEN] = derive(NOW_MS - 20_000, "never");

/** The reads of a table that cannot be opened, and how often that was tried. */
function unreadable() {
  let tries = 0;
  const times = { softMs: 0, hardMs: 0, negativeMs: 0, patienceMs: 1_000, loadTimeoutMs: 1_000 };
  const open = () => {
    tries += 1;
    return Promise.reject(new Error("down"));
  };
  return {
    archive: createArchiveReads(open, times, { now: () => NOW_MS, monotonicNow: () => NOW_MS }),
    tries: () => tries,
  };
}

test("without a table, and with one that cannot be read, the feed's history gives the estimate", async () => {
  const { archive, tries } = unreadable();
  const without = await etaOf(OPEN, PAST, null, IDS, NOW_MS, caller);
  expect(without).toMatchObject({ eta: { basedOn: 12 }, identity: "" });
  expect(await etaOf(OPEN, PAST, archive, IDS, NOW_MS, caller)).toEqual(without);
  expect(tries()).toBe(1);
});

test("a deployment that has ended, or none, costs no read of the table", async () => {
  const { archive, tries } = unreadable();
  for (const ended of [PAST.at(-1), undefined])
    expect(await etaOf(ended, PAST, archive, IDS, NOW_MS, caller)).toEqual({ eta: null, identity: "" });
  expect(tries()).toBe(0);
});
