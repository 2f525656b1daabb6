import { SERVICE_STATUSES } from "@deploy-lens/core/vocabulary/status";
import * as z from "zod";
import { ListFormat } from "../fields/format.ts";
import { Cursor, limitOf } from "../fields/paging.ts";
import { printable, wordList } from "../fields/parameter.ts";

/** Query of `GET …/services`. */
export const ServicesRequest = z.strictObject({
  status: wordList(SERVICE_STATUSES)
    .optional()
    .describe("Only services with these statuses, comma-separated."),
  search: z
    .string()
    .regex(printable(100), { error: "must be 1 to 100 characters" })
    .optional()
    .describe("Only services whose name or id contains this text, ignoring case."),
  sort: z.enum(["lastTransitionAt", "name", "status"]).default("lastTransitionAt").describe("The sort key."),
  order: z
    .enum(["asc", "desc"])
    .optional()
    .describe("By default, newest transitions first, and names and statuses from a to z."),
  limit: limitOf({ max: 1000, default: 100 }),
  cursor: Cursor.optional(),
  format: ListFormat,
});

export type ServicesRequest = z.output<typeof ServicesRequest>;
