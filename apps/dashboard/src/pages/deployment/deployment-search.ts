import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import * as z from "zod/mini";

export const DeploymentSearch = z.object({
  phase: z.optional(z.enum(PHASES)),
  /** The highlighted phase's model as `name version`; all models if absent. */
  model: z.optional(z.string().check(z.minLength(1), z.maxLength(256))),
  /** `problems`: only events that report a problem. */
  log: z.optional(z.enum(["all", "problems"])),
});
export type DeploymentSearch = z.output<typeof DeploymentSearch>;
