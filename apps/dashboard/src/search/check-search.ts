import type * as z from "zod/mini";
import type { RawSearch } from "./address-search.ts";

export interface RejectedParameter {
  readonly name: string;
  readonly text: string;
}

export interface CheckedSearch<Search> {
  readonly search: Search;
  readonly rejected: readonly RejectedParameter[];
}

/**
 * Validates a query parameter by parameter. Unknown and invalid ones are left out and reported, so that a mistyped link
 * still shows its page.
 *
 * @example
 * checkSearch(z.object({ order: z.optional(z.enum(["asc", "desc"])) }), { order: "up" });
 * // { search: {}, rejected: [{ name: "order", text: "up" }] }
 */
export function checkSearch<Shape extends Readonly<Record<string, z.ZodMiniOptional>>>(
  schema: z.ZodMiniObject<Shape>,
  raw: RawSearch,
): CheckedSearch<z.output<z.ZodMiniObject<Shape>>> {
  const accepted: Record<string, string> = {};
  const rejected: RejectedParameter[] = [];
  for (const [name, text] of Object.entries(raw)) {
    if (text === undefined) continue;
    const field = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
    if (field?.safeParse(text).success) accepted[name] = text;
    else rejected.push({ name, text });
  }
  return { search: schema.parse(accepted), rejected };
}
