import type { ReadContext, StoreContext } from "./day/context.ts";
import { type Item, integerOf, toItem } from "./table/attributes.ts";
import { discoveryKey } from "./table/keys.ts";
import { retryStale, StaleReadError } from "./table/retry.ts";

/** A project's discovery progress. */
export interface Discovery {
  /** The newest transition of a service that was queued, epoch ms; `null` before the first. */
  readonly newestTransitionAtMs: number | null;
  /** When the project was last scanned, as recorded, epoch ms; `null` before the first scan. */
  readonly checkedAtMs: number | null;
  /** When recently changed services were last synced for late events, epoch ms; `null` before the first time. */
  readonly sweptAtMs: number | null;
  /** The version of the rules by which all of the project's history is known to be derived, or `null`. */
  readonly derivedBy: number | null;
}

const AT_THE_BEGINNING: Discovery = {
  newestTransitionAtMs: null,
  checkedAtMs: null,
  sweptAtMs: null,
  derivedBy: null,
};

/** Upper bound on the difference between two machines' clocks. */
const CLOCK_TOLERANCE_MS = 3_600_000;

/** True if a record was made by a clock far ahead, so that newer transitions were skipped as too old. */
export function isFromTheFuture({ checkedAtMs }: Discovery, nowMs: number): boolean {
  return checkedAtMs !== null && checkedAtMs > nowMs + CLOCK_TOLERANCE_MS;
}

/** Reads the progress, strongly consistent. */
export async function readDiscovery(context: ReadContext, projectId: string): Promise<Discovery> {
  const item = await context.table.get(discoveryKey(projectId));
  return item === null ? AT_THE_BEGINNING : discoveryOf(item);
}

/**
 * Advances discovery, never back: of two ticks that end in the wrong order the further one wins. Writes nothing if nothing
 * changes. A record from the future is replaced.
 */
export function advanceDiscovery(
  context: StoreContext,
  projectId: string,
  seen: Discovery,
): Promise<Discovery> {
  return retryStale(context.retry, `The discovery of project ${projectId}`, async () => {
    const key = discoveryKey(projectId);
    const item = await context.table.get(key);
    const known = item === null ? AT_THE_BEGINNING : discoveryOf(item);
    const isWrong = seen.checkedAtMs !== null && isFromTheFuture(known, seen.checkedAtMs);
    const next = isWrong ? seen : laterOf(known, seen);
    const names = ["newestTransitionAtMs", "checkedAtMs", "sweptAtMs", "derivedBy"] as const;
    if (names.every((name) => next[name] === known[name])) return known;
    const revision = (item === null ? 0 : integerOf(item, "revision")) + 1;
    if (!(await context.table.put(toItem({ ...key, revision, ...next }), revision))) {
      throw new StaleReadError("Another writer moved the discovery progress");
    }
    return next;
  });
}

function discoveryOf(item: Item): Discovery {
  const optional = (name: string) => (item[name] === undefined ? null : integerOf(item, name));
  return {
    newestTransitionAtMs: optional("newestTransitionAtMs"),
    checkedAtMs: optional("checkedAtMs"),
    sweptAtMs: optional("sweptAtMs"),
    derivedBy: optional("derivedBy"),
  };
}

function laterOf(a: Discovery, b: Discovery): Discovery {
  return {
    newestTransitionAtMs: later(a.newestTransitionAtMs, b.newestTransitionAtMs),
    checkedAtMs: later(a.checkedAtMs, b.checkedAtMs),
    sweptAtMs: later(a.sweptAtMs, b.sweptAtMs),
    derivedBy: later(a.derivedBy, b.derivedBy),
  };
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
