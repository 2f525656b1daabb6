import { headKey, type ServiceRef } from "./keys.ts";
import { StaleReadError } from "./retry.ts";
import { newestStartedBy } from "./service-days.ts";
import { decodeHead, encodeHead, newServiceHead, type ServiceHead } from "./service-head.ts";
import { advanceHead, headOf, type Seen } from "./service-head-advance.ts";
import type { TableClient, TableReader } from "./table-client.ts";

/** Reads where a service stands; a service that is not in the table yet stands at the beginning. As of now. */
export async function readHead(table: TableReader, service: ServiceRef): Promise<ServiceHead> {
  const item = await table.get(headKey(service));
  return item === null ? newServiceHead(service.serviceId) : decodeHead(item);
}

/**
 * Moves a service's head over a stretch that was stored; a head that would not change is not written.
 *
 * @throws StaleReadError when somebody else moved it meanwhile.
 */
export async function moveHead(
  table: TableClient,
  service: ServiceRef,
  before: ServiceHead,
  seen: Seen,
): Promise<ServiceHead> {
  let after = advanceHead(before, seen);
  if (after.latest === null && before.latest !== null && seen.stretch !== null) {
    // The latest deployment is gone: the one before it, if any, lies outside of what was read.
    const found = await newestStartedBy(table, service, seen.stretch.fromMs - 1);
    after = { ...after, ...headOf(found) };
  }
  if (JSON.stringify(after) === JSON.stringify(before)) return before;
  const head = { ...after, revision: before.revision + 1 };
  if (!(await table.put(encodeHead(service, head), head.revision))) {
    throw new StaleReadError("The service's head was written by somebody else");
  }
  return head;
}
