import * as z from "zod";
import { Instant } from "../fields/time.ts";

/** A model version's share of a service. */
export const ModelConfiguration = z
  .object({
    name: z.string(),
    version: z.string(),
    weightPercent: z.number().min(0).max(100).nullable().describe("Its share of the traffic."),
    specification: z
      .string()
      .nullable()
      .describe("The resource specification of its instances, or `custom`."),
    customSpecification: z
      .object({
        cpuCores: z.number().nullable(),
        memoryMb: z.number().nullable(),
        gpus: z.number().nullable(),
        ascendChips: z.number().nullable(),
      })
      .nullable()
      .describe("The resources of one instance if `specification` is `custom`."),
    instanceCount: z.int().nonnegative().nullable(),
    pool: z
      .string()
      .nullable()
      .describe("The dedicated resource pool; `null` for a public one, or if unknown."),
  })
  .meta({ id: "ModelConfiguration", description: "One model version in a service's configuration." });

export type ModelConfiguration = z.infer<typeof ModelConfiguration>;

/**
 * The configuration that a deployment was asked to bring up, from the service's update logs. Omits environment
 * variables.
 */
export const ConfigurationAnswer = z
  .object({
    updatedAt: Instant.describe("The time at which the platform accepted the configuration."),
    result: z
      .enum(["success", "failure", "running", "unknown"])
      .describe("The result, as reported by the platform."),
    models: z.array(ModelConfiguration),
  })
  .meta({
    id: "ServiceConfiguration",
    description: "The configuration that a deployment was asked to apply.",
  });

export type ConfigurationAnswer = z.infer<typeof ConfigurationAnswer>;
