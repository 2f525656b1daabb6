import type { Rule } from "./classify-rule.ts";
import { LIFECYCLE_RULES } from "./classify-rules-lifecycle.ts";
import { PHASE_RULES } from "./classify-rules-phase.ts";
import { POD_RULES } from "./classify-rules-pod.ts";

/**
 * The classification table: the single place that says which text means what.
 *
 * A text without slots beats a text with slots; among those with slots the first in the table wins.
 */
export const CLASSIFICATION_RULES: readonly Rule[] = [...PHASE_RULES, ...LIFECYCLE_RULES, ...POD_RULES];
