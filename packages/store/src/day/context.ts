import type { TableClient, TableReader } from "../table/client.ts";
import type { ServiceRef } from "../table/keys.ts";
import type { RetryPolicy } from "../table/retry.ts";
import type { DayLimits } from "./chain.ts";
import { type DayPart, type EncodedDayPart, encodeDayPart } from "./part.ts";

export interface ReadContext {
  readonly table: TableReader;
}

export interface StoreContext {
  readonly table: TableClient;
  readonly retry: RetryPolicy;
  readonly maxPartBytes: number;
  readonly maxItemBytes: number;
  /** Retention of items in days after their own day; `null`: forever. */
  readonly retentionDays: number | null;
}

/** Size limits of a service's items. */
export function limitsFor(context: StoreContext, service: ServiceRef): DayLimits {
  return {
    maxPartBytes: context.maxPartBytes,
    maxItemBytes: context.maxItemBytes,
    encode: (part) => encode(context, service, part),
  };
}

function encode(context: StoreContext, service: ServiceRef, part: DayPart): EncodedDayPart {
  return encodeDayPart(service, part, expiryOf(context, part.day));
}

/** When what is stored of a day expires, epoch seconds; `null`: never. */
export function expiryOf({ retentionDays }: StoreContext, day: string): number | null {
  if (retentionDays === null) return null;
  return Date.parse(`${day}T00:00:00Z`) / 1000 + (retentionDays + 1) * 86_400;
}
