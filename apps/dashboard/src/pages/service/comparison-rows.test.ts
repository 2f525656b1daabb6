import { SAMPLE_DURATIONS } from "@deploy-lens/api/openapi/examples";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { histogramOf } from "@deploy-lens/core/histogram";
import { expect, test } from "vitest";
import { answerRows, windowRows } from "./comparison-rows.ts";

type PhaseKey = DeployDurations["groups"][number]["key"]["phase"];

function answer(times: readonly (readonly [PhaseKey, readonly number[]])[]): DeployDurations {
  const [sample] = SAMPLE_DURATIONS.groups;
  if (sample === undefined) throw new Error("the sample has a group");
  const groups = times.map(([phase, ms]) => {
    const sorted = ms.toSorted((a, b) => a - b);
    const at = (q: number) => sorted[Math.ceil(q * sorted.length) - 1] ?? null;
    return {
      ...sample,
      key: { phase },
      n: ms.length,
      quantiles: { "0.5": at(0.5), "0.9": at(0.9) },
      histogram: { ...histogramOf(ms), bucketCounts: [...histogramOf(ms).bucketCounts] },
    };
  });
  return { ...SAMPLE_DURATIONS, groups };
}

const times = (n: number, ms: number) => Array.from({ length: n }, (_, i) => ms + i * 10);

test("two answers are compared phase by phase, the whole first", () => {
  const before = answer([
    ["pull_image", times(30, 1000)],
    ["total", times(30, 5000)],
  ]);
  const after = answer([
    ["pull_image", times(30, 2000)],
    ["total", times(30, 5000)],
    ["start_model", times(3, 100)],
  ]);
  const rows = answerRows(before, after);
  expect(rows.map(({ phase }) => phase)).toEqual(["total", "pull_image", "start_model"]);
  expect(rows.map(({ significant }) => significant)).toEqual([false, true, null]);
  expect(rows[1]?.p50).toEqual({ beforeMs: 1140, afterMs: 2140, ratio: 2140 / 1140 });
  expect(rows[2]).toMatchObject({
    n: { before: 0, after: 3 },
    p50: { beforeMs: null, afterMs: 110, ratio: null },
  });
});

test("an answer without a comparison has no rows", () => {
  expect(windowRows(SAMPLE_DURATIONS)).toEqual([]);
});
