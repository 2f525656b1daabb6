import * as z from "zod";
import { DurationMs } from "../fields/time.ts";

/** Reliability of an estimate, by the number of past deployments and their spread. */
export const CONFIDENCES = ["low", "medium", "high"] as const;

/** The estimated remaining time of an open deployment. */
export const EtaAnswer = z
  .object({
    remainingMs: z
      .object({ p50: DurationMs, p90: DurationMs })
      .describe("From `asOf` on: half of comparable deployments needed at most `p50`, 90% at most `p90`."),
    basedOn: z.int().nonnegative().describe("Number of past deployments that the estimate is based on."),
    confidence: z.enum(CONFIDENCES),
    overdue: z
      .boolean()
      .describe("True if a phase has already taken longer than nearly all of its past runs."),
  })
  .meta({
    id: "Eta",
    description: "The expected remaining time of an open deployment, from its service's own history.",
    examples: [{ remainingMs: { p50: 42000, p90: 97000 }, basedOn: 38, confidence: "high", overdue: false }],
  });

export type EtaAnswer = z.infer<typeof EtaAnswer>;
