import * as z from "zod/mini";

/** What the list of services can be sorted by. */
export const SERVICE_SORTS = ["activity", "name", "status", "p50", "p90"] as const;
export type ServiceSort = (typeof SERVICE_SORTS)[number];

/** What the address of a project's page may ask for. */
export const ProjectSearch = z.object({
  /** Part of a service's name or id. */
  find: z.optional(z.string().check(z.maxLength(100))),
  /** A word of the platform; an answer may hold words that nobody knows yet. */
  status: z.optional(z.string().check(z.regex(/^[a-z][a-z_-]{0,31}$/))),
  sort: z.optional(z.enum(SERVICE_SORTS)),
  order: z.optional(z.enum(["asc", "desc"])),
});
export type ProjectSearch = z.output<typeof ProjectSearch>;
