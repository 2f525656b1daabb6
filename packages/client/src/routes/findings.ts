import type { FindingPath, ProjectPath, ServicePath } from "@deploy-lens/api/fields/ids";
import type { FindingEvidence, FindingList, ServiceFindingList } from "@deploy-lens/api/findings/findings";
import type { FindingsQuery } from "@deploy-lens/api/findings/findings-query";
import type { Client } from "../call/index.ts";
import type { CallOptions } from "../call/transport.ts";
import { type Asked, addressOf } from "./address.ts";
import { asPromised } from "./answer.ts";

const PROJECT = "/api/v1/projects/{projectId}";
const SERVICE = `${PROJECT}/services/{serviceId}`;

/**
 * Reads one page of the lasting changes in a project's services.
 *
 * @example
 * (await listFindings(client, { projectId: "demo", state: ["open"] })).findings[0]?.summary;
 * // "fraud-score: prepare environment takes 85% longer since 2026-11-19 02:55 UTC, 41 against 121 deployments; …"
 */
export async function listFindings(
  client: Client,
  request: ProjectPath & Asked<FindingsQuery>,
  options?: CallOptions,
): Promise<FindingList> {
  return asPromised(await client.json(addressOf(`${PROJECT}/findings`, request), options));
}

/** The same of one service, with the changes that its history could have shown. */
export async function listServiceFindings(
  client: Client,
  request: ServicePath & Asked<FindingsQuery>,
  options?: CallOptions,
): Promise<ServiceFindingList> {
  return asPromised(await client.json(addressOf(`${SERVICE}/findings`, request), options));
}

/** Reads one finding with the runs that it was made from. */
export async function getFinding(
  client: Client,
  request: FindingPath,
  options?: CallOptions,
): Promise<FindingEvidence> {
  return asPromised(await client.json(addressOf(`${SERVICE}/findings/{findingId}`, request), options));
}
