import { OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import { isComparison, RangeFields, withoutEmptyWindow } from "../../range/range-search.ts";
import type { RawSearch } from "../../search/address-search.ts";
import {
  type CheckedSearch,
  checkSearch,
  oneOf,
  type SearchOf,
  textUpTo,
} from "../../search/check-search.ts";

export const SHOWN_OUTCOMES = ["open", ...OUTCOMES] as const;

export const ServiceSearch = {
  ...RangeFields,
  /** `name version`, or `name` for all versions. */
  model: textUpTo(256),
  outcome: oneOf(SHOWN_OUTCOMES),
  /** The comparison: `previous`, `none`, `FROM/TO`, `model:NAME VERSION`. */
  compare: isComparison,
};
export type ServiceSearch = SearchOf<typeof ServiceSearch>;

export function checkServiceSearch(raw: RawSearch): CheckedSearch<ServiceSearch> {
  return withoutEmptyWindow(checkSearch(ServiceSearch, raw));
}
