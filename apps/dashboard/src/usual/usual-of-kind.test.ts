import type { DeploymentPoint } from "@deploy-lens/api/deployments/deployment-facets";
import { describe, expect, test } from "vitest";
import { kindsAmong, usualOfKind } from "./usual-of-kind.ts";

const MODEL = { name: "bert", version: "1.0.0" };

function point(id: string, pullMs: number, more: Partial<DeploymentPoint> = {}): DeploymentPoint {
  return {
    id,
    serviceId: "s",
    startedAt: "2026-11-01T00:00:00.000Z",
    observedMs: 60_000 + pullMs,
    kind: "deploy",
    outcome: "success",
    cause: null,
    models: [MODEL],
    phasesMs: { pull_image: pullMs },
    cached: pullMs < 5_000,
    ...more,
  };
}

function built(id: string, buildMs: number): DeploymentPoint {
  return point(id, 1_000, { phasesMs: { build_image: buildMs }, observedMs: 61_000 + buildMs, cached: null });
}

const cached = Array.from({ length: 9 }, (_, i) => point(`cached-${i}`, 1_000 + i));
const pulled = Array.from({ length: 30 }, (_, i) => point(`pulled-${i}`, 50_000 + i * 100));

const CACHED = { built: null, cached: true, several: false };
const UNKNOWN = { built: null, cached: null, several: false };

describe("usual durations", () => {
  test("are those of deployments with an image that was cached, too", () => {
    const { kind, total, phases } = usualOfKind([...cached, ...pulled], CACHED, "cached-0");
    expect(kind).toEqual(CACHED);
    expect(total).toEqual({ n: 8, p50Ms: 61_004, p90Ms: null, relativeError: 0 });
    expect(phases.pull_image?.p50Ms).toBe(1_004);
  });

  test("or of those that pulled theirs, with a P90 where that many are enough", () => {
    const { total } = usualOfKind([...cached, ...pulled], { ...CACHED, cached: false }, "pulled-0");
    expect(total).toMatchObject({ n: 29, p50Ms: 111_500, p90Ms: 112_700 });
  });

  test("are of all where few are alike, and say so", () => {
    const { kind, total } = usualOfKind([...cached.slice(0, 3), ...pulled], CACHED, "cached-0");
    expect(kind.cached).toBeNull();
    expect(total.n).toBe(32);
  });

  test("never mix one model and several, successes and failures", () => {
    const others = [
      point("several", 1_000, { models: [MODEL, { name: "ocr", version: "2.0.0" }] }),
      point("failed", 1_000, { outcome: "failure" }),
    ];
    expect(usualOfKind([...cached, ...others], UNKNOWN).total.n).toBe(9);
    const several = { ...UNKNOWN, several: true };
    expect(usualOfKind([...cached, ...others], several).total).toMatchObject({ n: 1, p50Ms: null });
  });

  test("are those with a build that was cached, too, which its length tells", () => {
    const builds = [12, 14, 15, 13, 11, 12, 16, 14].map((ms, i) => built(`quick-${i}`, ms));
    const slow = [190_000, 201_000, 195_000, 180_000, 210_000, 199_000].map((ms, i) =>
      built(`slow-${i}`, ms),
    );
    const points = [...builds, ...slow];
    const kindOf = kindsAmong(points);
    expect(kindOf(built("new", 15)).built).toBe(false);
    expect(kindOf(built("new", 170_000)).built).toBe(true);
    const { total } = usualOfKind(points, { ...UNKNOWN, built: true });
    expect(total).toMatchObject({ n: 6, p50Ms: 256_000 });
  });
});
