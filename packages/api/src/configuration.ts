import * as z from "zod";
import { Instant } from "./time.ts";

/** How one model version takes part in a service. */
export const ModelConfiguration = z
  .object({
    name: z.string(),
    version: z.string(),
    weight: z.number().min(0).max(100).nullable().describe("Share of the traffic in percent."),
    specification: z.string().nullable().describe("The resource flavour that its instances run on."),
    instanceCount: z.int().nonnegative().nullable(),
  })
  .meta({ id: "ModelConfiguration", description: "How one model version takes part in a service." });

/** See {@link ModelConfiguration}. */
export type ModelConfiguration = z.infer<typeof ModelConfiguration>;

/** What a deployment was asked to bring up, from the service's update logs. Environment variables stay out. */
export const Configuration = z
  .object({
    updatedAt: Instant.describe("When the platform took the configuration."),
    result: z
      .string()
      .nullable()
      .describe("The platform's word for how it went: `SUCCESS`, `FAIL`, `RUNNING`."),
    models: z.array(ModelConfiguration),
  })
  .meta({ id: "Configuration", description: "What a deployment was asked to bring up." });

/** See {@link Configuration}. */
export type Configuration = z.infer<typeof Configuration>;
