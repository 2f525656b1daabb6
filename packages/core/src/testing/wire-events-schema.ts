import * as z from "zod/mini";
import type { WireEvent, WireEventsAnswer } from "../upstream/events.ts";
import { count, epochMs, text } from "../upstream/schema.ts";

/** Schema of {@link WireEvent}; fields that it does not know are kept. */
export const wireEventSchema = z.looseObject({
  occur_time: epochMs,
  event_type: text,
  event_info: text,
}) satisfies z.ZodMiniType<WireEvent>;

/** Schema of {@link WireEventsAnswer}; fields that it does not know are kept. */
export const wireEventsAnswerSchema = z.looseObject({
  service_id: text,
  service_name: text,
  count,
  total_count: count,
  events: z.array(wireEventSchema),
}) satisfies z.ZodMiniType<WireEventsAnswer>;
