import { oneOf, type SearchOf } from "../../search/check-search.ts";

/** The sort orders of the list of services. */
export const SERVICE_SORTS = ["activity", "name", "status", "p50", "p90"] as const;
export type ServiceSort = (typeof SERVICE_SORTS)[number];

export const ProjectSearch = {
  find: (text: string) => text.length <= 100,
  /** A status word of the platform, which may be one that we do not know yet. */
  status: (text: string) => /^[a-z][a-z_-]{0,31}$/.test(text),
  sort: oneOf(SERVICE_SORTS),
  order: oneOf(["asc", "desc"]),
};
export type ProjectSearch = SearchOf<typeof ProjectSearch>;
