/** A half-open time interval, epoch ms. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/** An interval and what ran during it. */
export interface Span<Owner> extends Interval {
  readonly owner: Owner;
}

/** A part of a deployment's time: given to one span, or to none (`owner` is `null`). */
export interface Share<Owner> extends Interval {
  readonly owner: Owner | null;
}

/**
 * Gives every millisecond of a window to exactly one span on the critical path, or to none where no span ran.
 *
 * Walks back from the window's end. Of the spans that end at the cursor the one that began last is taken, since the
 * others waited for it, and the cursor moves to its start. Where none ends, the span that runs across the cursor is
 * given the time back to the latest end before it; where none runs, that time is a gap. So the shares partition the
 * window: their lengths add up to it exactly.
 *
 * Ties go to the span listed first. Source: contract 3, rule 5.
 *
 * @param decisive the owner of the span whose failure ended the deployment, if any: the path goes through it,
 * whatever else ran at its end
 * @returns shares with a length above 0, oldest first.
 * @example criticalPath({ startMs: 0, endMs: 10 }, [{ startMs: 2, endMs: 5, owner: "a" }, { startMs: 4, endMs: 9,
 * owner: "b" }]); // [0,2) none, [2,4) a, [4,9) b, [9,10) none
 */
export function criticalPath<Owner>(
  window: Interval,
  spans: readonly Span<Owner>[],
  decisive: Owner | null = null,
): Share<Owner>[] {
  const inside = clipped(spans, window);
  let through = decisive === null ? undefined : inside.find(({ owner }) => owner === decisive);
  const shares: Share<Owner>[] = [];
  let cursor = window.endMs;
  while (cursor > window.startMs) {
    const isThrough = through?.endMs === cursor;
    const floor = through?.endMs ?? window.startMs;
    const share = through !== undefined && isThrough ? through : previousShare(cursor, floor, inside);
    const startMs = isThrough ? share.startMs : Math.max(share.startMs, floor);
    shares.push({ startMs, endMs: cursor, owner: share.owner });
    if (isThrough) through = undefined;
    cursor = startMs;
  }
  return shares.reverse();
}

function previousShare<Owner>(
  cursor: number,
  floor: number,
  spans: readonly Span<Owner>[],
): { startMs: number; owner: Owner | null } {
  let waitedFor: Span<Owner> | null = null;
  let across: Span<Owner> | null = null;
  for (const span of spans) {
    if (span.endMs <= cursor) {
      const later = waitedFor === null || span.endMs > waitedFor.endMs;
      if (later || (span.endMs === waitedFor?.endMs && span.startMs > waitedFor.startMs)) waitedFor = span;
    } else if (span.startMs < cursor && (across === null || span.startMs > across.startMs)) {
      across = span;
    }
  }
  if (waitedFor?.endMs === cursor) return waitedFor;
  const latestEnd = Math.max(waitedFor?.endMs ?? floor, floor);
  if (across === null) return { startMs: latestEnd, owner: null };
  return { startMs: Math.max(across.startMs, latestEnd), owner: across.owner };
}

function clipped<Owner>(spans: readonly Span<Owner>[], window: Interval): readonly Span<Owner>[] {
  const inside: Span<Owner>[] = [];
  for (const span of spans) {
    const startMs = Math.max(span.startMs, window.startMs);
    const endMs = Math.min(span.endMs, window.endMs);
    if (startMs >= endMs) continue;
    inside.push(endMs - startMs === span.endMs - span.startMs ? span : { startMs, endMs, owner: span.owner });
  }
  return inside;
}

/** Length of the union of intervals, ms. */
export function unionMs(intervals: readonly Interval[]): number {
  let total = 0;
  let reachedMs = Number.NEGATIVE_INFINITY;
  for (const { startMs, endMs } of intervals.toSorted((a, b) => a.startMs - b.startMs)) {
    if (endMs <= reachedMs) continue;
    total += endMs - Math.max(startMs, reachedMs);
    reachedMs = endMs;
  }
  return total;
}
