import * as z from "zod";

/** The media types of lists, by what `format` calls them; the first is the one for callers who do not say. */
export const LIST_FORMATS = {
  json: "application/json",
  csv: "text/csv",
  ndjson: "application/x-ndjson",
} as const;

/** The same for statistics. */
export const STATISTICS_FORMATS = { json: "application/json", csv: "text/csv" } as const;

const HINT = "The form of the answer, for links that cannot say `Accept`; it goes before `Accept`.";

/** `format` of a list. In CSV and NDJSON a `Link` header leads to the next page. */
export const ListFormat = z.enum(["json", "csv", "ndjson"]).optional().describe(HINT);

/** `format` of statistics. */
export const StatisticsFormat = z.enum(["json", "csv"]).optional().describe(HINT);
