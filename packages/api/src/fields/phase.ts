import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import * as z from "zod";

/** One of the five phases. */
export const Phase = z.enum(PHASES).meta({
  id: "Phase",
  description: "One of the five phases; they run in this order.",
});

export type Phase = z.infer<typeof Phase>;
