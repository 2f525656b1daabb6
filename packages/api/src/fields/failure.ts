import { FAILURE_CAUSES } from "@deploy-lens/core/vocabulary/signal";
import * as z from "zod";
import { Instant } from "./time.ts";

/** The cause of a failure. */
export const FailureCauseWord = z.enum(FAILURE_CAUSES).meta({
  id: "FailureCause",
  description: "The cause of a failure, as far as the platform's text names it.",
});

export type FailureCauseWord = z.infer<typeof FailureCauseWord>;

/** Why a deployment failed, and the remedy from the documentation. */
export const FailureAnswer = z
  .object({
    cause: FailureCauseWord,
    message: z.string().describe("The platform's own text, unchanged. Show it as text, never as markup."),
    advice: z.string().describe("The remedy, in the language requested by `Accept-Language`: `en` or `zh`."),
    occurredAt: Instant,
  })
  .meta({ id: "Failure", description: "The reason why a deployment failed, and the remedy." });

export type FailureAnswer = z.infer<typeof FailureAnswer>;
