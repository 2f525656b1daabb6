import fc from "fast-check";
import { expect, test } from "vitest";
import { criticalPath, type Span } from "./critical-path.ts";

const WINDOW = { startMs: 0, endMs: 30 };

const spans = fc
  .array(fc.tuple(fc.nat(34), fc.nat(20)), { maxLength: 6 })
  .map((list) =>
    list.map(([start, length], owner) => ({ owner, startMs: start - 2, endMs: start - 2 + length })),
  );

/** The owner of each millisecond of the window, found by walking back one millisecond at a time (contract 3, rule 5). */
function ownersByHand(all: readonly Span<number>[], decisive: number | null): (number | null)[] {
  const inside = all
    .map((one) => ({ ...one, startMs: Math.max(one.startMs, 0), endMs: Math.min(one.endMs, WINDOW.endMs) }))
    .filter(({ startMs, endMs }) => startMs < endMs);
  const latest = (found: readonly Span<number>[]) =>
    found.reduce<Span<number> | null>((a, b) => (a !== null && a.startMs >= b.startMs ? a : b), null);
  const failed = inside.find(({ owner }) => owner === decisive);
  const owners: (number | null)[] = [];
  let held: Span<number> | null = null;
  for (let at = WINDOW.endMs; at > 0; at--) {
    if (failed?.endMs === at) held = failed;
    else if (held === null || held.startMs === at) held = latest(inside.filter(({ endMs }) => endMs === at));
    owners.unshift(
      (held ?? latest(inside.filter((one) => one.startMs < at && at < one.endMs)))?.owner ?? null,
    );
  }
  return owners;
}

test("each millisecond goes to whom a walk by hand gives it", () => {
  fc.assert(
    fc.property(spans, fc.option(fc.nat(5)), (list, decisive) => {
      const shares = criticalPath(WINDOW, list, decisive);
      const owners = shares.flatMap(({ owner, startMs, endMs }) =>
        Array.from({ length: endMs - startMs }, () => owner),
      );
      expect(owners).toEqual(ownersByHand(list, decisive));
    }),
    { numRuns: 2_000 },
  );
});
