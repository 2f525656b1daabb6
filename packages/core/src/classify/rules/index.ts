import type { Rule } from "../rule.ts";
import { LIFECYCLE_RULES } from "./lifecycle.ts";
import { PHASE_RULES } from "./phase.ts";
import { POD_RULES } from "./pod.ts";

/**
 * The classification table, the single source of what each text means.
 *
 * A text without slots beats a text with slots; among those with slots the first in the table wins.
 */
export const CLASSIFICATION_RULES: readonly Rule[] = [...PHASE_RULES, ...LIFECYCLE_RULES, ...POD_RULES];
