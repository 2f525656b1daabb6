import { SAMPLE_DURATIONS } from "@deploy-lens/api/openapi/examples";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { expect, test } from "vitest";
import { rankShifts } from "./ranking.ts";

const difference = (beforeMs: number | null, afterMs: number | null) => ({
  beforeMs,
  afterMs,
  differenceMs: beforeMs === null || afterMs === null ? null : afterMs - beforeMs,
  ratio: beforeMs === null || afterMs === null ? null : afterMs / beforeMs,
});

function group(id: string, meanMs: readonly [number | null, number | null], after: number) {
  const mean = difference(...meanMs);
  return {
    key: { service: { id, name: id } },
    n: { before: 60, after },
    mean,
    quantiles: { "0.5": mean },
    rankSum: null,
  };
}

function compared(groups: ReturnType<typeof group>[]): DeployDurations {
  const [total] = groups;
  if (total === undefined) throw new Error("needs a group");
  const { groups: before, ...rest } = SAMPLE_DURATIONS;
  return {
    ...rest,
    groups: before,
    window: { from: "2026-11-01T00:00:00.000Z", to: "2026-11-11T00:00:00.000Z" },
    comparison: { ...SAMPLE_DURATIONS, differences: { groups, total } },
  };
}

test("services are ranked by what their change costs a day, not by per cent", () => {
  const shifts = rankShifts(
    compared([
      group("rare", [60_000, 180_000], 1),
      group("faster", [60_000, 50_000], 100),
      group("busy", [200_000, 210_000], 300),
      group("new", [null, 60_000], 5),
    ]),
  );
  expect(shifts.map(({ name, lostMsPerDay }) => [name, lostMsPerDay])).toEqual([
    ["busy", 300_000],
    ["rare", 12_000],
    ["faster", -100_000],
  ]);
});
