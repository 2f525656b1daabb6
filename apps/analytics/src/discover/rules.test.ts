import type { ServiceSummary } from "@deploy-lens/core/event/service";
import { newServiceHead, type ServiceHead } from "@deploy-lens/store/head";
import { describe, expect, test } from "vitest";
import {
  isDue,
  isFoldDue,
  isOpen,
  isOwedDue,
  isSweepDue,
  isToFollowUp,
  isToSweep,
  isUnderWay,
  type ScanMoment,
  TIMING,
} from "./rules.ts";

const NOW_MS = 1_795_435_200_000;
const MINUTE_MS = 60_000;

function listed(transitionAtMs: number | null, status = "running"): ServiceSummary {
  return {
    id: "s",
    name: "mine",
    status,
    lastTransitionAtMs: transitionAtMs,
    progressPercent: null,
    inferType: null,
    description: null,
    workspaceId: null,
    publishedAtMs: null,
    stopsAtMs: null,
  };
}

const dealtWith = ({ name, status, lastTransitionAtMs }: ServiceSummary): ServiceHead => ({
  ...newServiceHead("s"),
  state: { name, status, transitionAtMs: lastTransitionAtMs },
});

const moment = (knownMs: number | null, isWatched = false): ScanMoment => ({
  nowMs: NOW_MS,
  knownMs,
  isWatched,
  isSweep: false,
  timing: TIMING,
});

describe("a service newer than discovery's place", () => {
  test("is synced even if it was handled before: the position only advances once all has settled", () => {
    const fresh = listed(NOW_MS - MINUTE_MS);
    for (const known of [moment(null), moment(NOW_MS - 10 * MINUTE_MS)]) {
      expect(isToFollowUp(fresh, undefined, known)).toBe(true);
      expect(isToFollowUp(fresh, dealtWith(fresh), known)).toBe(true);
    }
  });
});

describe("a service at discovery's place or before it", () => {
  test("is followed up if nobody dealt with it, for ten minutes", () => {
    const known = moment(NOW_MS - MINUTE_MS);
    const recent = listed(NOW_MS - 10 * MINUTE_MS);
    const older = listed(NOW_MS - 10 * MINUTE_MS - 1);
    expect(isToFollowUp(recent, undefined, known)).toBe(true);
    expect(isToFollowUp(recent, dealtWith(recent), known)).toBe(false);
    expect(isToFollowUp(recent, dealtWith({ ...recent, status: "deploying" }), known)).toBe(true);
    expect(isToFollowUp(recent, dealtWith({ ...recent, lastTransitionAtMs: 1 }), known)).toBe(true);
    expect(isToFollowUp(older, undefined, known)).toBe(false);
    expect(isToFollowUp(recent, newServiceHead("s"), known)).toBe(true);
    const latest = listed(NOW_MS - MINUTE_MS);
    expect(isToFollowUp(latest, dealtWith(latest), known)).toBe(false);
  });
});

test("a service without a transition is followed up when its status changes", () => {
  const silent = listed(null);
  expect(isToFollowUp(silent, undefined, moment(NOW_MS))).toBe(true);
  expect(isToFollowUp(silent, dealtWith(silent), moment(NOW_MS))).toBe(false);
  expect(isToFollowUp(silent, dealtWith({ ...silent, status: "failed" }), moment(NOW_MS))).toBe(true);
});

test("a watched service is synced until two ticks after it has settled", () => {
  const at = (minutes: number) => {
    const service = listed(NOW_MS - minutes * MINUTE_MS);
    return isToFollowUp(service, dealtWith(service), moment(null, true));
  };
  expect([0, 1, 2, 3, 4, 5].map(at)).toEqual([true, true, true, true, false, false]);
});

test.each([
  ["deploying", true],
  ["Deploying", true],
  ["waiting", true],
  ["pending", true],
  ["running", false],
  ["stopped", false],
  ["something new", false],
])("%s: a deployment is under way: %s", (status, expected) => {
  expect(isUnderWay(status)).toBe(expected);
});

describe("late events", () => {
  test("are searched for every half hour, and again if the recorded time lies ahead", () => {
    const agoMs = (ms: number) => isSweepDue(NOW_MS - ms, NOW_MS, TIMING);
    expect(isSweepDue(null, NOW_MS, TIMING)).toBe(true);
    expect([0, 30 * MINUTE_MS - 1, 30 * MINUTE_MS, -1].map(agoMs)).toEqual([false, false, true, true]);
  });

  test("are searched for in services that changed within a day", () => {
    const sweep = { ...moment(NOW_MS), isSweep: true };
    const dayMs = 24 * 60 * MINUTE_MS;
    expect(isToSweep(listed(NOW_MS - dayMs), sweep)).toBe(true);
    expect(isToSweep(listed(NOW_MS - dayMs - 1), sweep)).toBe(false);
    expect(isToSweep(listed(null), { ...sweep, nowMs: 0 })).toBe(false);
    expect(isToSweep(listed(NOW_MS), moment(NOW_MS))).toBe(false);
  });
});

describe("an owed sync", () => {
  const isDueAfter = (cause: "upstream" | "service", ms: number) =>
    isOwedDue({ sinceMs: NOW_MS, cause, fromMs: null, error: "" }, NOW_MS + ms, MINUTE_MS);
  /** The minutes, from one age to another, on whose ticks it is retried. */
  const minutesDue = (cause: "upstream" | "service", from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => from + i).filter((minute) =>
      isDueAfter(cause, minute * MINUTE_MS),
    );

  test("is retried often at first, and never more seldom than its cause allows", () => {
    expect(minutesDue("upstream", 0, 15)).toEqual(Array.from({ length: 15 }, (_, i) => i));
    // Twice each time, so that a late tick does not miss it.
    expect(minutesDue("upstream", 3_000, 3_060)).toEqual([
      ...[3_000, 3_001, 3_015, 3_016, 3_030, 3_031, 3_045, 3_046],
    ]);
    expect(minutesDue("service", 3_030, 3_150)).toEqual([3_060, 3_061, 3_120, 3_121]);
  });

  test("is retried when the clock was set back", () => {
    expect(isDueAfter("service", -1)).toBe(true);
    expect(isDueAfter("service", -400 * MINUTE_MS)).toBe(true);
  });
});

describe("an open deployment", () => {
  const silentFor = (minutes: number): ServiceHead => ({
    ...newServiceHead("s"),
    latest: {
      id: "d",
      serviceId: "s",
      kind: "deploy",
      outcome: null,
      startedAtMs: 0,
      endedAtMs: null,
      endedBy: null,
      totalMs: null,
      observedMs: 0,
      lastEventAtMs: NOW_MS - minutes * MINUTE_MS,
      models: [],
      flags: [],
      unclassified: 0,
      phases: [],
      gapsMs: 0,
      failureCause: null,
    },
  });
  /** The number of syncs in a range of minutes of silence. */
  const looks = (fromMinute: number, toMinute: number) => {
    let count = 0;
    for (let minute = fromMinute; minute < toMinute; minute++) {
      if (isDue(silentFor(minute), NOW_MS, MINUTE_MS)) count += 1;
    }
    return count;
  };

  test("is one that has no outcome yet", () => {
    const { latest, ...head } = silentFor(1);
    expect(isOpen({ ...head, latest })).toBe(true);
    expect(isOpen({ ...head, latest: latest && { ...latest, outcome: "success" } })).toBe(false);
    expect(isOpen({ ...head, latest: null })).toBe(false);
    expect(isDue({ ...head, latest: null }, NOW_MS, MINUTE_MS)).toBe(false);
  });

  test("is synced on every tick for an hour, then each time its silence has grown by a tenth", () => {
    expect(looks(0, 61)).toBe(61);
    // Twice each time, so that a late tick does not miss it.
    expect(looks(61, 600)).toBeGreaterThanOrEqual(24 * 2 - 2);
    expect(looks(61, 600)).toBeLessThanOrEqual(25 * 2);
    expect(looks(60_000, 66_000)).toBe(2);
    const due = Array.from({ length: 49 }, (_, i) => 61 + i).filter(
      (minute) => looks(minute, minute + 1) === 1,
    );
    // Never before it has grown: powers of 1.1 ms lie between the minutes 63 and 64, 69 and 70, and so on.
    expect(due).toEqual([64, 65, 70, 71, 77, 78, 85, 86, 94, 95, 103, 104]);
  });
});

test("days are folded at one tick of each interval", () => {
  const ticks = Array.from({ length: 12 }, (_, i) => i * MINUTE_MS);
  const folds = ticks.filter((atMs) =>
    isFoldDue(atMs, { ...TIMING, foldMs: 5 * MINUTE_MS, tickMs: MINUTE_MS }),
  );
  expect(folds.map((atMs) => atMs / MINUTE_MS)).toEqual([0, 5, 10]);
});
