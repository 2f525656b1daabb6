import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import * as z from "zod";

/** A phase of a deployment. */
export const PhaseWord = z.enum(PHASES).meta({
  id: "Phase",
  description: "A phase of a deployment, in the order in which they run.",
});

export type PhaseWord = z.infer<typeof PhaseWord>;
