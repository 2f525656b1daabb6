import type { ProjectList } from "@deploy-lens/api/projects/projects";
import type { Client } from "../call/index.ts";
import type { CallOptions } from "../call/transport.ts";
import { asPromised } from "./answer.ts";

/** Lists the projects the caller may read. */
export async function listProjects(client: Client, options?: CallOptions): Promise<ProjectList> {
  return asPromised(await client.json("/api/v1/projects", options));
}
