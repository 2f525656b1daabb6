import { type Item, integerOf, toItem } from "./attributes.ts";
import { discoveryKey } from "./keys.ts";
import { retryStale, StaleReadError } from "./retry.ts";
import type { StoreContext } from "./store-context.ts";

/** How far a project's services were discovered. */
export interface Discovery {
  /** The newest transition of a service that was queued, epoch ms; `null` before the first. */
  readonly newestTransitionAtMs: number | null;
  /** When the project was last looked at, epoch ms, as far as was recorded; `null` before the first time. */
  readonly checkedAtMs: number | null;
}

/** Reads how far discovery has come. As of now. */
export async function readDiscovery(context: StoreContext, projectId: string): Promise<Discovery> {
  const item = await context.table.get(discoveryKey(projectId));
  return item === null ? { newestTransitionAtMs: null, checkedAtMs: null } : discoveryOf(item);
}

/**
 * Moves discovery forward, never back: of two ticks that end in the wrong order the further one stays. Writes nothing when
 * it is as far already.
 */
export function advanceDiscovery(
  context: StoreContext,
  projectId: string,
  seen: Discovery,
): Promise<Discovery> {
  return retryStale(context.retry, `The discovery of project ${projectId}`, async () => {
    const key = discoveryKey(projectId);
    const item = await context.table.get(key);
    const known = item === null ? { newestTransitionAtMs: null, checkedAtMs: null } : discoveryOf(item);
    const next = {
      newestTransitionAtMs: later(known.newestTransitionAtMs, seen.newestTransitionAtMs),
      checkedAtMs: later(known.checkedAtMs, seen.checkedAtMs),
    };
    const same =
      next.newestTransitionAtMs === known.newestTransitionAtMs && next.checkedAtMs === known.checkedAtMs;
    if (same) return known;
    const revision = (item === null ? 0 : integerOf(item, "revision")) + 1;
    if (!(await context.table.put(toItem({ ...key, revision, ...next }), revision))) {
      throw new StaleReadError("Discovery was moved by somebody else");
    }
    return next;
  });
}

function discoveryOf(item: Item): Discovery {
  const optional = (name: string) => (item[name] === undefined ? null : integerOf(item, name));
  return { newestTransitionAtMs: optional("newestTransitionAtMs"), checkedAtMs: optional("checkedAtMs") };
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
