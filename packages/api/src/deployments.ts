import * as z from "zod";
import { DeploymentSummary } from "./deployment-summary.ts";
import { Page } from "./paging.ts";
import { AsOf } from "./time.ts";

/** Answer of `GET …/services/{serviceId}/deployments`. */
export const DeploymentList = z
  .object({ deployments: z.array(DeploymentSummary), page: Page, asOf: AsOf })
  .meta({ id: "DeploymentList", description: "A page of a service's deployments, newest first." });

/** See {@link DeploymentList}. */
export type DeploymentList = z.infer<typeof DeploymentList>;
