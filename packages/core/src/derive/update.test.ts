import { describe, expect, test } from "vitest";
import type { UpdateLogEntry } from "../event/update-log.ts";
import { updateOf } from "./update.ts";

const at = (updatedAtMs: number): UpdateLogEntry => ({ updatedAtMs, result: "success", models: [] });
const deployment = { kind: "update", startedAtMs: 1_000_000 } as const;

describe("updateOf", () => {
  test.each([
    [[999_000, 1_002_000], 999_000],
    [[998_000, 1_001_000], 1_001_000],
    [[999_000, 1_001_000], 1_001_000],
    [[1_001_000, 999_000], 1_001_000],
    [[940_000], 940_000],
    [[1_060_000], 1_060_000],
    [[939_999], null],
    [[1_060_001], null],
    [[], null],
  ])("of %j takes %j", (stamps, expected) => {
    expect(updateOf(deployment, stamps.map(at))?.updatedAtMs ?? null).toBe(expected);
  });

  test("of two with one stamp takes the same one, whichever is listed first", () => {
    const failed: UpdateLogEntry = { ...at(999_000), result: "failure" };
    const succeeded = at(999_000);
    for (const updates of [
      [failed, succeeded],
      [succeeded, failed],
    ])
      expect(updateOf(deployment, updates)).toBe(succeeded);
  });

  test("a mere start sets no configuration", () => {
    expect(updateOf({ kind: "start", startedAtMs: 1_000_000 }, [at(1_000_000)])).toBeNull();
  });
});
