import { parseComparison, RangeFields, withoutEmptyWindow } from "../../range/range-search.ts";
import type { RawSearch } from "../../search/address-search.ts";
import { type CheckedSearch, checkSearch, oneOf, type SearchOf } from "../../search/check-search.ts";

export const SERVICE_SORTS = ["activity", "name", "status", "p50", "p90"] as const;
export type ServiceSort = (typeof SERVICE_SORTS)[number];

export const ProjectSearch = {
  ...RangeFields,
  /** `previous`, `none` or `FROM/TO`; without it, the last quarter of the window is compared with the rest. */
  compare: isWindowComparison,
  find: (text: string) => text.length <= 100,
  /** A status word of the platform, which may be one that we do not know yet. */
  status: (text: string) => /^[a-z][a-z_-]{0,31}$/.test(text),
  sort: oneOf(SERVICE_SORTS),
  order: oneOf(["asc", "desc"]),
};
export type ProjectSearch = SearchOf<typeof ProjectSearch>;

export function checkProjectSearch(raw: RawSearch): CheckedSearch<ProjectSearch> {
  return withoutEmptyWindow(checkSearch(ProjectSearch, raw));
}

function isWindowComparison(text: string): boolean {
  const comparison = parseComparison(text);
  return comparison !== null && comparison.with !== "model";
}
