import { SAMPLE_SUMMARY } from "@deploy-lens/api/openapi/examples";
import { expect, test } from "vitest";
import { stripParts } from "./strip-parts.ts";

const shares = (elapsedMs: number | null, changes: Partial<typeof SAMPLE_SUMMARY> = {}) =>
  stripParts({ ...SAMPLE_SUMMARY, ...changes }, elapsedMs).map(({ phase, ms }) => [phase, ms]);

test("the documented sample's strip adds up to its observed time", () => {
  expect(shares(null)).toEqual([
    ["build_image", 17],
    ["prepare_environment", 20_171],
    ["schedule_resource", 6],
    ["pull_image", 56_642],
    ["start_model", 0],
    ["gap", 3_982],
  ]);
  expect(stripParts(SAMPLE_SUMMARY, null).reduce((sum, { ms }) => sum + ms, 0)).toBe(
    SAMPLE_SUMMARY.observedMs,
  );
});

test("what has passed since the last event belongs to the phase under way", () => {
  expect(shares(100_818)).toContainEqual(["start_model", 20_000]);
});

test("between two phases it belongs to neither", () => {
  const closed = SAMPLE_SUMMARY.phases.filter(({ wallMs }) => wallMs !== null);
  expect(shares(81_818, { phases: closed })).toContainEqual(["gap", 4_982]);
});

test("a closed deployment has no phase under way, even one that never ended", () => {
  const parts = stripParts({ ...SAMPLE_SUMMARY, outcome: "timed_out" }, null);
  expect(parts.some(({ open }) => open)).toBe(false);
  expect(parts.map(({ phase }) => phase)).not.toContain("start_model");
});

test("an answer older than its own observations adds nothing", () => {
  expect(shares(50_000)).toEqual(shares(null));
});
