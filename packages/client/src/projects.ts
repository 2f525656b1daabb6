import type { ProjectList } from "@deploy-lens/api/projects/projects";
import { asPromised } from "./answer.ts";
import type { Client } from "./client.ts";
import type { CallOptions } from "./transport.ts";

/** Lists the projects the caller may read. */
export async function listProjects(client: Client, options?: CallOptions): Promise<ProjectList> {
  return asPromised(await client.json("/api/v1/projects", options));
}
