import { type DayPart, type EncodedDayPart, encodeDayPart } from "./day-part.ts";
import type { DayLimits } from "./day-split.ts";
import type { ServiceRef } from "./keys.ts";
import type { RetryPolicy } from "./retry.ts";
import type { TableClient, TableReader } from "./table-client.ts";

/** What every reading operation of the store works with. */
export interface ReadContext {
  readonly table: TableReader;
}

/** What every operation of the store works with. */
export interface StoreContext {
  readonly table: TableClient;
  readonly retry: RetryPolicy;
  readonly maxPartBytes: number;
  readonly maxItemBytes: number;
  /** How many days an item is kept after its day; `null`: for good. */
  readonly retentionDays: number | null;
}

/** How much the items of a service may hold. */
export function limitsFor(context: StoreContext, service: ServiceRef): DayLimits {
  return {
    maxPartBytes: context.maxPartBytes,
    maxItemBytes: context.maxItemBytes,
    encode: (part) => encode(context, service, part),
  };
}

function encode(context: StoreContext, service: ServiceRef, part: DayPart): EncodedDayPart {
  const { retentionDays } = context;
  const expiresAt =
    retentionDays === null ? null : Date.parse(`${part.day}T00:00:00Z`) / 1000 + (retentionDays + 1) * 86_400;
  return encodeDayPart(service, part, expiresAt);
}
