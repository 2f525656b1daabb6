import { MAX_EPOCH_MS } from "@deploy-lens/core/upstream/events";
import {
  EVENT_TYPE_FILTERS,
  EVENTS_QUERY_DEFAULTS,
  MAX_LIMIT,
  MAX_OFFSET,
  SORT_FIELDS,
  SORT_ORDERS,
} from "@deploy-lens/core/upstream/events-query/fields";
import * as z from "zod";
import { integerParameter, parameters } from "../fields/parameter.ts";

const EpochMs = z
  .string()
  .regex(/^\d{1,16}$/)
  .register(parameters, { schema: { type: "integer", minimum: 0, maximum: MAX_EPOCH_MS } });

const { limit, sortBy, order } = EVENTS_QUERY_DEFAULTS;

/**
 * Query of the wire-compatible events route as on the reference page, for the OpenAPI document. Requests are parsed by
 * core's `parseEventsQuery`; a test compares the two.
 */
export const WireEventsQuery = z.strictObject({
  event_type: z.enum(EVENT_TYPE_FILTERS).optional().describe("Only events of this type."),
  start_time: EpochMs.optional().describe("Only events from this time on, epoch milliseconds."),
  end_time: EpochMs.optional().describe("Only events up to this time, epoch milliseconds."),
  offset: integerParameter({ min: 0, max: MAX_OFFSET, default: 0 }).describe(
    "The page index, starting at 0.",
  ),
  limit: integerParameter({ min: 1, max: MAX_LIMIT, default: limit }).describe("Number of events per page."),
  sort_by: z.enum(SORT_FIELDS).default(sortBy).describe("The sort key."),
  order: z.enum(SORT_ORDERS).default(order).describe("`desc`: newest first."),
  event_info: z
    .string()
    // Empty counts as absent.
    .regex(/^(?: *["#$%*+\-.0-9=@A-Z\\^_a-z|~][ "#$%*+\-.0-9=@A-Z\\^_a-z|~]*)?$/)
    .optional()
    .describe(
      "Only events whose text contains these words: English, without (){}';,[]<>/?!&: and backquotes.",
    ),
});

export type WireEventsQuery = z.output<typeof WireEventsQuery>;
