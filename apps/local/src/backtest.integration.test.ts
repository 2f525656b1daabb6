import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";

const Rows = z.array(
  z.object({
    label: z.string(),
    backtest: z.object({ deployments: z.int(), p50Coverage: z.number(), p90Coverage: z.number() }),
  }),
);

function backtest(...args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "backtest.ts"), ...args],
    {
      encoding: "utf8",
    },
  );
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return stdout;
}

test("half of the deployments are done within p50 and nine in ten within p90, in every phase and after any time spent", () => {
  const rows = Rows.parse(JSON.parse(backtest("--services", "4", "--json")));
  const stages = rows.filter(({ label }) => /^(?:all|\S+_\S+|wait after .*| {2}.*)$/.test(label));
  expect(stages.map(({ label }) => label)).toEqual(expect.arrayContaining(["start_model", "  0–5 s"]));
  for (const {
    label,
    backtest: { deployments, p50Coverage, p90Coverage },
  } of stages) {
    // Samples of one deployment are not independent, so the margin counts deployments: three standard errors.
    const chance = (share: number) => 3 * Math.sqrt((share * (1 - share)) / deployments);
    expect(Math.abs(p50Coverage - 0.5), `p50 ${label}, ${deployments} deployments`).toBeLessThan(
      0.03 + chance(0.5),
    );
    expect(Math.abs(p90Coverage - 0.9), `p90 ${label}, ${deployments} deployments`).toBeLessThan(
      0.03 + chance(0.9),
    );
  }
  const all = rows.find(({ label }) => label === "all")?.backtest;
  expect(all?.p50Coverage).toBeGreaterThan(0.47);
  expect(all?.p50Coverage).toBeLessThan(0.53);
});

test("--help names every option, and replays nothing", () => {
  expect(backtest("--help")).toMatch(/--seed[\s\S]*--services[\s\S]*--days[\s\S]*--as-of[\s\S]*--json/);
});
