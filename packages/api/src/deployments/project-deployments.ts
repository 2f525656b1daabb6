import * as z from "zod";
import { Page } from "../fields/paging.ts";
import { AsOf } from "../fields/time.ts";
import { DeploymentSummary } from "./deployment-summary.ts";

/** A deployment in the list of its project. */
export const ProjectDeployment = z
  .object({
    ...DeploymentSummary.shape,
    serviceName: z
      .string()
      .nullable()
      .describe("The service's name when last seen; `null` if it was never seen."),
  })
  .meta({ id: "ProjectDeployment", description: "A deployment with the name of its service." });

export type ProjectDeployment = z.infer<typeof ProjectDeployment>;

/** Answer of `GET …/deployments`. */
export const ProjectDeploymentList = z
  .object({ deployments: z.array(ProjectDeployment), page: Page, asOf: AsOf })
  .meta({
    id: "ProjectDeploymentList",
    description: "A page of the deployments of all services of a project, newest first.",
  });

export type ProjectDeploymentList = z.infer<typeof ProjectDeploymentList>;
