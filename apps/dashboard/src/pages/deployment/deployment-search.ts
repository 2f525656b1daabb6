import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import * as z from "zod/mini";

/** What the address of a deployment's page may ask for. */
export const DeploymentSearch = z.object({
  /** The phase whose bar and events are marked. */
  phase: z.optional(z.enum(PHASES)),
  /** Of which model, `name version`; of all without it. */
  model: z.optional(z.string().check(z.minLength(1), z.maxLength(256))),
  /** `problems`: only events that are no good news. */
  log: z.optional(z.enum(["all", "problems"])),
});
export type DeploymentSearch = z.output<typeof DeploymentSearch>;
