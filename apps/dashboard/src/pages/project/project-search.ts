import * as z from "zod/mini";

/** What the list of services can be sorted by. */
export const SERVICE_SORTS = ["activity", "name", "status", "p50", "p90"] as const;
export type ServiceSort = (typeof SERVICE_SORTS)[number];

/** Query parameters of a project's page. */
export const ProjectSearch = z.object({
  /** Part of a service's name or id. */
  find: z.optional(z.string().check(z.maxLength(100))),
  /** A status word of the platform, which may be one that we do not know yet. */
  status: z.optional(z.string().check(z.regex(/^[a-z][a-z_-]{0,31}$/))),
  sort: z.optional(z.enum(SERVICE_SORTS)),
  order: z.optional(z.enum(["asc", "desc"])),
});
export type ProjectSearch = z.output<typeof ProjectSearch>;
