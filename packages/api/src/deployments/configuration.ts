import * as z from "zod";
import { Instant } from "../fields/time.ts";

/** A model version's share of a service. */
export const ModelConfiguration = z
  .object({
    name: z.string(),
    version: z.string(),
    weightPercent: z.number().min(0).max(100).nullable().describe("Its share of the traffic."),
    specification: z.string().nullable().describe("The resource flavour of its instances, or `custom`."),
    customSpecification: z
      .object({
        cpuCores: z.number().nullable(),
        memoryMb: z.number().nullable(),
        gpus: z.number().nullable(),
        ascendChips: z.number().nullable(),
      })
      .nullable()
      .describe("What one instance gets where `specification` is `custom`."),
    instanceCount: z.int().nonnegative().nullable(),
    pool: z
      .string()
      .nullable()
      .describe("The dedicated resource pool; `null` in a public one, or where it is not known."),
  })
  .meta({ id: "ModelConfiguration", description: "How one model version takes part in a service." });

export type ModelConfiguration = z.infer<typeof ModelConfiguration>;

/**
 * The configuration that a deployment was asked to bring up, from the service's update logs. Omits environment
 * variables.
 */
export const Configuration = z
  .object({
    updatedAt: Instant.describe("When the platform took the configuration."),
    result: z.enum(["success", "failure", "running", "unknown"]).describe("How the platform says it went."),
    models: z.array(ModelConfiguration),
  })
  .meta({ id: "Configuration", description: "What a deployment was asked to bring up." });

export type Configuration = z.infer<typeof Configuration>;
