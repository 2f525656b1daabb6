import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { SIGNALS } from "@deploy-lens/core/vocabulary/signal";
import * as z from "zod";
import { ListFormat } from "../fields/format.ts";
import { ModelFilter } from "../fields/model.ts";
import { Cursor, limitOf, Order } from "../fields/paging.ts";
import { wordList } from "../fields/parameter.ts";
import { From, fromBeforeTo, To } from "../fields/time.ts";

/** The platform's severity labels. */
export const SEVERITIES = ["normal", "warning", "abnormal", "unknown"] as const;

/** Query of `GET …/services/{serviceId}/events`. Filters are combined with AND. */
export const EventsRequest = z
  .strictObject({
    type: wordList(SEVERITIES).optional().describe("Only events of these severities, comma-separated."),
    from: From,
    to: To,
    phase: wordList(PHASES).optional().describe("Only events about these phases, comma-separated."),
    signal: wordList(SIGNALS).optional().describe("Only events with these signals, comma-separated."),
    model: ModelFilter.optional().describe("Only events that name this model or model version."),
    order: Order,
    limit: limitOf({ max: 1000, default: 100 }),
    cursor: Cursor.optional(),
    format: ListFormat,
  })
  .check(fromBeforeTo);

export type EventsRequest = z.output<typeof EventsRequest>;
