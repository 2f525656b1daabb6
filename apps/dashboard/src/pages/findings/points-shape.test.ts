import type { FindingAnswer, FindingEvidence } from "@deploy-lens/api/findings/findings";
import { expect, test } from "vitest";
import { pointsShape } from "./points-shape.ts";

const at = (n: number) => ({ deploymentId: `d${n}`, at: new Date(Date.UTC(2026, 5, n + 1)).toISOString() });

const runs: FindingEvidence["runs"] = Array.from({ length: 10 }, (_, i) => ({
  deploymentId: `d${i}`,
  startedAt: at(i).at,
  ms: i < 6 ? 10_000 : 20_000,
  outcome: "success",
  isLong: null,
  isWeekend: false,
}));

const finding = {
  since: at(6),
  placedWithin: { from: at(5), to: at(7), runs: 3 },
  before: { n: 6, medianMs: 10_000, share: null },
  after: { n: 4, medianMs: 20_000, share: null },
} as FindingAnswer;

test("deployments stand in order, the later ones higher, and the change where the new level begins", () => {
  const { points, placed, before, after } = pointsShape({ finding, runs });
  expect(points.map(({ x }) => x)).toEqual(points.map((_, i) => (i + 0.5) / 10));
  expect(points[9]?.y).toBeLessThan(points[0]?.y ?? 0);
  expect(placed).toEqual({ from: 0.5, to: 0.7 + 0.1, at: 0.6 });
  expect(before).toBeCloseTo(points[0]?.y ?? 0);
  expect(after).toBeCloseTo(points[9]?.y ?? 0);
  for (const { y } of points) expect(y > 0 && y < 1).toBe(true);
});

test("a share has no median to draw", () => {
  const shares = { n: 6, medianMs: null, share: 0.4 };
  const shape = pointsShape({ finding: { ...finding, before: shares, after: shares }, runs });
  expect([shape.before, shape.after]).toEqual([null, null]);
});
