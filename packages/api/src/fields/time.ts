import * as z from "zod";
import { parameters } from "./parameter.ts";

const MONTH_TO_MILLISECOND =
  "(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z";

/**
 * A point in time in an answer: ISO 8601, UTC, three fractional digits. Years beyond four digits use a sign and six
 * digits (ISO 8601, expanded representation). An upstream clock that counts in microseconds would put an event into the
 * year 51486, and such an event must not break the whole answer.
 */
export const Instant = z
  .string()
  .regex(new RegExp(`^(?:\\d{4}|[+-]\\d{6})-${MONTH_TO_MILLISECOND}$`), { error: "must be a time" })
  .meta({
    id: "Instant",
    format: "date-time",
    description:
      "A point in time: ISO 8601 in UTC with milliseconds. Years beyond 9999 have a sign and six digits.",
    examples: ["2019-07-08T14:47:31.764Z"],
  });

/** The age of an answer's facts. */
export const AsOf = Instant.describe(
  "The time at which the data of this response was last read from its source.",
);

/** A duration in an answer: whole milliseconds, never negative. */
export const DurationMs = z
  .int()
  .nonnegative()
  .meta({
    id: "DurationMs",
    description: "A duration in whole milliseconds.",
    examples: [20171],
  });

/** The last millisecond of year 9999, the largest that a four-digit ISO 8601 year can express. */
const LAST_MS = Date.UTC(10_000, 0) - 1;

/** The years that {@link QueryTime} accepts. */
const YEAR = String.raw`(?:19[7-9]\d|[2-9]\d{3})`;
/** Days that every month has: patterns know no calendar. */
const MONTH_AND_DAY = String.raw`(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])`;
const CLOCK = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?`;
const OFFSET = String.raw`(?:0\d|1[0-4]):[0-5]\d`;
/** Up to the year 8000 or so, well within {@link LAST_MS}. */
const EPOCH_MS = String.raw`\d{1,14}|1\d{14}`;

const TIME_HINT =
  "must be ISO 8601 with Z or an offset (2026-11-01T00:00:00Z, 2026-11-01T08:00:00+08:00), a UTC date (2026-11-01) or epoch milliseconds (1793491200000)";

/**
 * A point in time in a query: ISO 8601 with `Z` or an offset, a date (midnight UTC), or epoch milliseconds. Parses to
 * epoch milliseconds. A time without an offset is refused because its zone is unknown.
 *
 * @example
 * QueryTime.parse("2019-07-08T22:47:31.764+08:00"); // 1562597251764
 * QueryTime.parse("1562597251764"); // 1562597251764
 */
export const QueryTime = z
  .union(
    [
      z.iso.datetime({ offset: true }),
      z.iso.datetime({ offset: true, precision: -1 }),
      z.iso.date(),
      z.string().regex(/^\d{1,15}$/),
    ],
    { error: TIME_HINT },
  )
  .transform((text) => (/^\d{1,15}$/.test(text) ? Number(text) : Date.parse(text)))
  .refine((ms) => ms >= 0 && ms <= LAST_MS, { error: "must lie between 1970 and the year 9999" })
  .meta({ id: "QueryTime" })
  .register(parameters, {
    schema: {
      description:
        "ISO 8601 with Z or an offset, a UTC date, or epoch milliseconds, from 1970 to 9999. Encode a plus sign as %2B in URLs.",
      examples: ["2026-11-01T00:00:00Z", "2026-11-01", "1793491200000"],
      // One string: a union of formats has no type in many generated clients.
      type: "string",
      pattern: `^(?:${YEAR}-${MONTH_AND_DAY}(?:T${CLOCK}(?:Z|[+-]${OFFSET}))?|${EPOCH_MS})$`,
    },
  });

/** Inclusive start of a range. */
export const From = QueryTime.optional().describe("Only at this time or later.");

/** Exclusive end of a range. */
export const To = QueryTime.optional().describe("Only before this time.");

/**
 * Refuses an empty or reversed range with an error on `from`. For an object schema's `.check(…)`.
 *
 * @example
 * z.strictObject({ from: From, to: To }).check(fromBeforeTo);
 */
export function fromBeforeTo(
  payload: z.core.ParsePayload<{ from?: number | undefined; to?: number | undefined }>,
): void {
  const { from, to } = payload.value;
  if (from === undefined || to === undefined || from < to) return;
  payload.issues.push({
    code: "custom",
    path: ["from"],
    input: from,
    message: "must be earlier than `to`: ranges hold `from` and end before `to`",
  });
}
