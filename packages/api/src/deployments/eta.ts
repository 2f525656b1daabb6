import * as z from "zod";
import { DurationMs } from "../fields/time.ts";

/** Reliability of an estimate, by the number of past deployments and their spread. */
export const CONFIDENCES = ["low", "medium", "high"] as const;

/** The estimated remaining time of an open deployment. */
export const Eta = z
  .object({
    remainingMs: z
      .object({ p50: DurationMs, p90: DurationMs })
      .describe(
        "From `asOf` on: half of comparable deployments needed no more than `p50`, nine in ten `p90`.",
      ),
    basedOn: z.int().nonnegative().describe("How many past deployments the estimate rests on."),
    confidence: z.enum(CONFIDENCES),
    overdue: z
      .boolean()
      .describe("Whether a phase has already taken longer than nearly all of its past runs."),
  })
  .meta({
    id: "Eta",
    description: "How long an open deployment is likely to take still, from its service's own history.",
    examples: [{ remainingMs: { p50: 42000, p90: 97000 }, basedOn: 38, confidence: "high", overdue: false }],
  });

export type Eta = z.infer<typeof Eta>;
