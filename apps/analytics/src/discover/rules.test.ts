import type { ServiceSummary } from "@deploy-lens/core/event/service";
import { newServiceHead, type ServiceHead } from "@deploy-lens/store/head";
import { describe, expect, test } from "vitest";
import { isDue, isToFollowUp, isUnderWay, type Moment, TIMING } from "./rules.ts";

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

const moment = (knownMs: number | null, isWatched = false): Moment => ({
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
  /** How often it is synced in the minutes from one silence to another. */
  const looks = (fromMinute: number, toMinute: number) => {
    let count = 0;
    for (let minute = fromMinute; minute < toMinute; minute++) {
      if (isDue(silentFor(minute), NOW_MS, MINUTE_MS)) count += 1;
    }
    return count;
  };

  test("is synced on every tick for an hour, then each time its silence has grown by a tenth", () => {
    expect(looks(0, 61)).toBe(61);
    // Twice each time, so that a late tick does not miss it.
    expect(looks(61, 600)).toBeGreaterThanOrEqual(24 * 2 - 2);
    expect(looks(61, 600)).toBeLessThanOrEqual(25 * 2);
    expect(looks(60_000, 66_000)).toBe(2);
  });
});
