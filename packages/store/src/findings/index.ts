import type { RecentRuns } from "@deploy-lens/core/findings/recent-runs";
import type { ReadContext } from "../day/context.ts";
import { findingsPartition, runsKey, type ServiceRef } from "../table/keys.ts";
import { decodeFindings, decodeRuns, type StoredFindings } from "./items.ts";

/** Reads the findings of each service of a project, with one query however many services it has. */
export async function readFindings(
  { table }: ReadContext,
  projectId: string,
): Promise<readonly StoredFindings[]> {
  const services: StoredFindings[] = [];
  const range = { partition: findingsPartition(projectId), from: "findings#", to: "findings#~" };
  for await (const items of table.query(range)) services.push(...items.map(decodeFindings));
  return services;
}

/** Reads the runs that a service's findings rest on. */
export async function readRecentRuns({ table }: ReadContext, service: ServiceRef): Promise<RecentRuns> {
  const item = await table.get(runsKey(service));
  if (item === null) return { runs: [], sinceMs: null };
  const { runs, sinceMs } = decodeRuns(item);
  return { runs, sinceMs };
}
