import * as z from "zod";

/** Media types of lists by `format`; the first is the default. */
export const LIST_FORMATS = {
  json: "application/json",
  csv: "text/csv",
  ndjson: "application/x-ndjson",
} as const;

/** Media types of statistics by `format`; the first is the default. */
export const STATISTICS_FORMATS = { json: "application/json", csv: "text/csv" } as const;

const HINT = "The form of the answer, for links that cannot say `Accept`; it goes before `Accept`.";

/** `format` of a list. CSV and NDJSON answers link to the next page with a `Link` header. */
export const ListFormat = z.enum(["json", "csv", "ndjson"]).optional().describe(HINT);

/** `format` of statistics. */
export const StatisticsFormat = z.enum(["json", "csv"]).optional().describe(HINT);
