import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import * as z from "zod";

/** A phase of a deployment. */
export const Phase = z.enum(PHASES).meta({
  id: "Phase",
  description: "A phase of a deployment, in the order in which they run.",
});

export type Phase = z.infer<typeof Phase>;
