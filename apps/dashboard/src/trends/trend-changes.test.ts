import { expect, test } from "vitest";
import { changesIn } from "./trend-changes.ts";

const at = (day: number) => ({ deploymentId: `d${day}`, at: new Date(Date.UTC(2026, 5, day)).toISOString() });
const window = { fromMs: Date.UTC(2026, 5, 10), toMs: Date.UTC(2026, 5, 20) };

const slower = {
  kind: "slower" as const,
  phase: "start_model" as const,
  since: at(15),
  placedWithin: { from: at(14), to: at(16), runs: 3 },
};

test("a trend shows the changes of its phase's times within the window", () => {
  const faster = { ...slower, kind: "faster" as const, since: at(18) };
  const earlier = { ...slower, since: at(9) };
  const later = { ...slower, since: at(21) };
  const findings = [slower, faster, earlier, later];
  expect(changesIn(findings, "start_model", window)).toEqual([slower, faster]);
  expect(changesIn(findings, "pull_image", window)).toEqual([]);
  expect(changesIn(findings, "total", window)).toEqual([]);
});

test("a change of a share is no change of times", () => {
  const shares = (["cold_share", "failure_share"] as const).map((kind) => ({ ...slower, kind }));
  expect(changesIn(shares, "start_model", window)).toEqual([]);
});
