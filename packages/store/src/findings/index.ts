import type { FindingAct } from "@deploy-lens/core/findings/acts";
import type { RecentRuns } from "@deploy-lens/core/findings/recent-runs";
import type { ReadContext, StoreContext } from "../day/context.ts";
import { actKey, findingsPartition, runsKey, type ServiceRef } from "../table/keys.ts";
import { decodeAct, decodeFindings, decodeRuns, encodeAct, isAct, type StoredFindings } from "./items.ts";

/** The findings of a project's services, and people's decisions about them. */
export interface ProjectFindings {
  /** By service id. */
  readonly services: readonly StoredFindings[];
  readonly acts: readonly FindingAct[];
}

/** Reads the findings of a project, with one query however many services it has. */
export async function readFindings({ table }: ReadContext, projectId: string): Promise<ProjectFindings> {
  const services: StoredFindings[] = [];
  const acts: FindingAct[] = [];
  const range = { partition: findingsPartition(projectId), from: "act#", to: "findings#~" };
  for await (const items of table.query(range)) {
    for (const item of items) {
      if (isAct(item)) acts.push(decodeAct(item));
      else services.push(decodeFindings(item));
    }
  }
  return { services, acts };
}

/** Reads the runs that a service's findings rest on. */
export async function readRecentRuns({ table }: ReadContext, service: ServiceRef): Promise<RecentRuns> {
  const item = await table.get(runsKey(service));
  if (item === null) return { runs: [], sinceMs: null };
  const { runs, sinceMs } = decodeRuns(item);
  return { runs, sinceMs };
}

/** A decision to record. */
export interface ActInput {
  readonly projectId: string;
  /** Identifies the request: repeated with the same key, it is recorded once. */
  readonly requestKey: string;
  readonly act: FindingAct;
}

/**
 * Records a decision about a finding, once for each request key. Decisions are never changed or removed.
 *
 * @returns the decision recorded under the key: an earlier one if the request is repeated.
 */
export async function recordAct({ table }: StoreContext, input: ActInput): Promise<FindingAct> {
  const { projectId, requestKey, act } = input;
  if (await table.put(encodeAct(projectId, requestKey, act), 1)) return act;
  const earlier = await table.get(actKey(projectId, act.findingId, requestKey));
  return earlier === null ? act : decodeAct(earlier);
}
