import * as z from "zod/mini";

/** The sort orders of the list of services. */
export const SERVICE_SORTS = ["activity", "name", "status", "p50", "p90"] as const;
export type ServiceSort = (typeof SERVICE_SORTS)[number];

export const ProjectSearch = z.object({
  find: z.optional(z.string().check(z.maxLength(100))),
  /** A status word of the platform, which may be one that we do not know yet. */
  status: z.optional(z.string().check(z.regex(/^[a-z][a-z_-]{0,31}$/))),
  sort: z.optional(z.enum(SERVICE_SORTS)),
  order: z.optional(z.enum(["asc", "desc"])),
});
export type ProjectSearch = z.output<typeof ProjectSearch>;
