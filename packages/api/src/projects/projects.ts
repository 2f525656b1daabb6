import * as z from "zod";
import { ProjectId } from "../fields/ids.ts";

/** Answer of `GET /api/v1/projects`: the projects the caller may read. */
export const ProjectList = z.object({ projects: z.array(z.object({ id: ProjectId })) }).meta({
  id: "ProjectList",
  description: "The caller's projects.",
  examples: [{ projects: [{ id: "demo" }] }],
});

export type ProjectList = z.infer<typeof ProjectList>;
