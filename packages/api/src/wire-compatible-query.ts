import * as z from "zod";
import { integerParameter, parameters } from "./parameter.ts";

const EpochMs = z
  .string()
  .regex(/^\d{1,15}$/)
  .register(parameters, { schema: { type: "integer", minimum: 0 } });

/**
 * Query of the wire-compatible events route, as the reference page has it: for the OpenAPI document.
 *
 * Requests are read by `core/events-query-parse`, which also answers with the upstream's own error codes.
 */
export const WireEventsQuery = z.strictObject({
  event_type: z.enum(["normal", "abnormal"]).optional().describe("Only events of this type."),
  start_time: EpochMs.optional().describe("Only events from this time on, epoch milliseconds."),
  end_time: EpochMs.optional().describe("Only events up to this time, epoch milliseconds."),
  offset: integerParameter({ min: 0, max: Number.MAX_SAFE_INTEGER, default: 0 }).describe(
    "Which page, counted from 0.",
  ),
  limit: integerParameter({ min: 1, max: 1000, default: 1000 }).describe("How many events a page holds."),
  sort_by: z.enum(["occur_time"]).default("occur_time").describe("What the list is sorted by."),
  order: z.enum(["asc", "desc"]).default("desc").describe("`desc`: newest first."),
  event_info: z
    .string()
    .regex(/^[^`(){}';,[\]<>/?!&:]+$/)
    .optional()
    .describe(
      "Only events whose text holds these words. English, without any of `(){}';,[]<>/?!&: and backquotes.",
    ),
});

/** See {@link WireEventsQuery}. */
export type WireEventsQuery = z.output<typeof WireEventsQuery>;
