import { newestStartedBy } from "../day/read.ts";
import type { TableClient, TableReader } from "../table/client.ts";
import { headKey, type ServiceRef } from "../table/keys.ts";
import { StaleReadError } from "../table/retry.ts";
import { advanceHead, headOf, type Seen } from "./advance.ts";
import { decodeHead, encodeHead, newServiceHead, type ServiceHead } from "./index.ts";

/** Reads a service's head, strongly consistent; an empty one if the service is not in the table yet. */
export async function readHead(table: TableReader, service: ServiceRef): Promise<ServiceHead> {
  const item = await table.get(headKey(service));
  return item === null ? newServiceHead(service.serviceId) : decodeHead(item);
}

/**
 * Moves a service's head over a span that was stored; a head that would not change is not written.
 *
 * @throws StaleReadError if another writer moved it meanwhile.
 */
export async function moveHead(
  table: TableClient,
  service: ServiceRef,
  before: ServiceHead,
  seen: Seen,
): Promise<ServiceHead> {
  let after = advanceHead(before, seen);
  if (after.latest === null && before.latest !== null && seen.span !== null) {
    // The latest deployment is gone; the one before it, if any, is outside of what was read.
    const found = await newestStartedBy(table, service, seen.span.fromMs - 1);
    after = { ...after, ...headOf(found) };
  }
  if (JSON.stringify(after) === JSON.stringify(before)) return before;
  const head = { ...after, revision: before.revision + 1 };
  if (!(await table.put(encodeHead(service, head), head.revision))) {
    throw new StaleReadError("Another writer changed the service's head");
  }
  return head;
}
