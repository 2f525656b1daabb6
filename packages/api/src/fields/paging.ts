import * as z from "zod";
import { integerParameter } from "./parameter.ts";

/** Where the next page begins: opaque, good for the same filters and order only. */
export const Cursor = z
  .string()
  .regex(/^[A-Za-z0-9_.~-]{1,1024}$/, { error: "must be a `nextCursor` as an answer spelt it" })
  .meta({
    id: "Cursor",
    description: "Where the next page begins: the `nextCursor` of an answer to the same filters and order.",
  });

/** How many items a page may hold. */
export function limitOf(bounds: { max: number; default: number }) {
  return integerParameter({ min: 1, ...bounds }).describe(
    `How many items a page holds at most: 1 to ${bounds.max}.`,
  );
}

/** Which end of the list comes first. */
export const Order = z.enum(["asc", "desc"]).default("desc").describe("`desc`: newest first.");

/** Where a page stands in its list. */
export const Page = z
  .object({
    total: z
      .int()
      .nonnegative()
      .nullable()
      .describe("How many items match on all pages together; `null` where counting would mean reading them."),
    nextCursor: Cursor.nullable().describe("Pass it as `cursor` for the next page; `null` on the last."),
  })
  .meta({ id: "Page", description: "Where a page stands in its list." });

/** How many rows of the platform's own list could not be read; they cost nothing beside them. */
export const SetAside = z
  .int()
  .positive()
  .optional()
  .describe(
    "How many rows of the platform's list could not be read and are left out; absent when all could.",
  );

/** See {@link Page}. */
export type Page = z.infer<typeof Page>;
