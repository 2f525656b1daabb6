import * as z from "zod";
import { DeploymentSummary } from "./deployment-summary.ts";
import { ServiceId } from "./ids.ts";
import { Page } from "./paging.ts";
import { AsOf, Instant } from "./time.ts";

const serviceFields = {
  id: ServiceId,
  name: z.string(),
  status: z.string().describe("The platform's word: `running`, `deploying`, `failed`, `stopped`, …"),
  lastTransitionAt: Instant.nullable().describe(
    "When it entered that status; `null` when the platform is silent.",
  ),
  progressPercent: z
    .number()
    .min(0)
    .max(100)
    .nullable()
    .describe(
      "How far a deployment is by the platform's own account; `null` unless the service is deploying.",
    ),
  latestDeployment: DeploymentSummary.nullable().describe(
    "The one that started last; `null` when none is known.",
  ),
};

/** One service of a project. */
export const Service = z
  .object(serviceFields)
  .meta({ id: "Service", description: "A service, its state, and its latest deployment." });

/** See {@link Service}. */
export type Service = z.infer<typeof Service>;

/** Answer of `GET …/services`. */
export const ServiceList = z
  .object({ services: z.array(Service), page: Page, asOf: AsOf })
  .meta({ id: "ServiceList", description: "A page of a project's services." });

/** See {@link ServiceList}. */
export type ServiceList = z.infer<typeof ServiceList>;

/** Answer of `GET …/services/{serviceId}`. */
export const ServiceDetail = z
  .object({ ...serviceFields, asOf: AsOf })
  .meta({ id: "ServiceDetail", description: "One service, its state, and its latest deployment." });

/** See {@link ServiceDetail}. */
export type ServiceDetail = z.infer<typeof ServiceDetail>;
