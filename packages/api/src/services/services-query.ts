import { SERVICE_STATUSES } from "@deploy-lens/core/vocabulary/status";
import * as z from "zod";
import { ListFormat } from "../fields/format.ts";
import { Cursor, limitOf } from "../fields/paging.ts";
import { printable, wordList } from "../fields/parameter.ts";

/** Query of `GET …/services`. */
export const ServicesQuery = z.strictObject({
  status: wordList(SERVICE_STATUSES).optional().describe("Only services in these states, comma-separated."),
  search: z
    .string()
    .regex(printable(100), { error: "must be 1 to 100 characters" })
    .optional()
    .describe("Only services whose name or id contains this text; case does not count."),
  sort: z
    .enum(["lastTransitionAt", "name", "status"])
    .default("lastTransitionAt")
    .describe("What the list is sorted by."),
  order: z
    .enum(["asc", "desc"])
    .optional()
    .describe("Newest transitions come first, names and states from a to z, unless this says otherwise."),
  limit: limitOf({ max: 1000, default: 100 }),
  cursor: Cursor.optional(),
  format: ListFormat,
});

export type ServicesQuery = z.output<typeof ServicesQuery>;
