import * as z from "zod";
import { Page } from "../fields/paging.ts";
import { AsOf } from "../fields/time.ts";
import { DeploymentSummary } from "./deployment-summary.ts";

/** Answer of `GET …/services/{serviceId}/deployments`. */
export const DeploymentList = z
  .object({ deployments: z.array(DeploymentSummary), page: Page, asOf: AsOf })
  .meta({ id: "DeploymentList", description: "A page of a service's deployments, newest first." });

export type DeploymentList = z.infer<typeof DeploymentList>;
