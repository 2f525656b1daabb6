import { FAILURE_CAUSES } from "@deploy-lens/core/vocabulary/signal";
import * as z from "zod";
import { Instant } from "./time.ts";

/** The cause of a failure. */
export const FailureCause = z.enum(FAILURE_CAUSES).meta({
  id: "FailureCause",
  description: "Why something failed, as far as the platform's text says.",
});

export type FailureCause = z.infer<typeof FailureCause>;

/** Why a deployment failed, and the remedy from the documentation. */
export const Failure = z
  .object({
    cause: FailureCause,
    message: z.string().describe("The platform's own text. Show it as text, never as markup."),
    advice: z.string().describe("What to do, in the language that `Accept-Language` prefers: `en` or `zh`."),
    occurredAt: Instant,
  })
  .meta({ id: "Failure", description: "Why a deployment failed, and what to do." });

export type Failure = z.infer<typeof Failure>;
