import * as z from "zod";
import { integerParameter } from "./parameter.ts";

/** The start of the next page: opaque, and valid only with the same filters and order. */
export const Cursor = z
  .string()
  .regex(/^[A-Za-z0-9_.~-]{1,1024}$/, { error: "must be a `nextCursor` as an answer spelt it" })
  .meta({
    id: "Cursor",
    description:
      "Start of the page: the `nextCursor` of an earlier response with the same filters and order.",
  });

/** The page size parameter, with a route's bounds. */
export function limitOf(bounds: { max: number; default: number }) {
  return integerParameter({ min: 1, ...bounds }).describe(
    `How many items a page holds at most: 1 to ${bounds.max}.`,
  );
}

/** Sort direction. */
export const Order = z.enum(["asc", "desc"]).default("desc").describe("`desc`: newest first.");

/** A page's place in its list. */
export const Page = z
  .object({
    total: z
      .int()
      .nonnegative()
      .nullable()
      .describe("Number of matches on all pages; `null` if counting would require reading them."),
    nextCursor: Cursor.nullable().describe("Pass it as `cursor` for the next page; `null` on the last."),
  })
  .meta({ id: "Page", description: "The position of a page in its list." });

/** The number of rows of the platform's list that could not be parsed and were left out. */
export const SetAside = z
  .int()
  .positive()
  .optional()
  .describe(
    "Number of rows of the platform's list that could not be read and were left out; absent if there were none. CSV and NDJSON: header `x-rows-set-aside`.",
  );

export type Page = z.infer<typeof Page>;
