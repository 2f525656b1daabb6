import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { oneOf, type SearchOf, textUpTo } from "../../search/check-search.ts";

export const DeploymentSearch = {
  phase: oneOf(PHASES),
  /** The highlighted phase's model as `name version`; all models if absent. */
  model: textUpTo(256),
  /** `problems`: only events that report a problem. */
  log: oneOf(["all", "problems"]),
};
export type DeploymentSearch = SearchOf<typeof DeploymentSearch>;
