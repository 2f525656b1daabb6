import { type DeploymentAsOf, deploymentAsOf } from "@deploy-lens/core/derive/as-of";
import { startOfDeploymentId } from "@deploy-lens/core/derive/id";
import { updateOf } from "@deploy-lens/core/derive/update";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import type { ServiceDeployment } from "@deploy-lens/store/day/deployment";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { EventSources } from "../archive/feed-or-stored.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import type { Read } from "../cache/read-through.ts";
import { combined, type Source, sourceOf } from "../cache/source.ts";
import { ProblemError } from "../request/problem-error.ts";
import type { UpstreamReads } from "../upstream/reads.ts";
import type { UpdateLogs } from "../upstream/update-logs.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import { etaOf, type NamedEta } from "./eta.ts";
import { readHistory, type ServiceHistory } from "./history.ts";

export interface FoundDeployment extends NamedEta {
  readonly deployment: DeploymentAsOf;
  readonly update: UpdateLogEntry | null;
  readonly source: Source;
  readonly content: readonly unknown[];
}

/**
 * Finds a deployment by id, or the latest one. A deployment that is closed in the table is answered from there alone:
 * the upstream could not change it.
 *
 * @throws ProblemError `deployment-not-found`
 */
export async function findDeployment(
  sources: EventSources,
  ids: ServiceIds,
  deploymentId: string,
  caller: Caller,
): Promise<FoundDeployment> {
  const settled = await settledDeployment(sources.archive, ids, deploymentId, caller);
  if (settled !== null) return settled;
  const history = await readHistory(sources, ids, caller);
  const live =
    deploymentId === "latest" ? history.live[0] : history.live.find(({ id }) => id === deploymentId);
  if (live !== undefined) return liveDeployment(sources, ids, history, live, caller);
  const id = deploymentId === "latest" ? history.newestStored?.id : deploymentId;
  const stored = await storedDeployment(sources.archive, ids, id, caller);
  if (stored !== null) return fromTable(stored.value, combined(history.source, [stored]));
  const derived = history.derived.find((deployment) => deployment.id === deploymentId);
  if (derived !== undefined) return liveDeployment(sources, ids, history, derived, caller);
  throw new ProblemError("deployment-not-found");
}

/** The stored deployment, if it is closed and a later one exists. */
async function settledDeployment(
  archive: ArchiveReads | null,
  ids: ServiceIds,
  deploymentId: string,
  caller: Caller,
): Promise<FoundDeployment | null> {
  if (archive === null || deploymentId === "latest") return null;
  const stored = await storedDeployment(archive, ids, deploymentId, caller);
  if (stored === null || stored.value.content.deployment.outcome === null) return null;
  return fromTable(stored.value, sourceOf(stored));
}

interface StoredDeployment {
  readonly content: ServiceDeployment;
  readonly identity: string;
}

/** Reads a stored deployment; `null` when there is none or the table cannot be read. */
async function storedDeployment(
  archive: ArchiveReads | null,
  ids: ServiceIds,
  deploymentId: string | undefined,
  caller: Caller,
): Promise<Read<StoredDeployment> | null> {
  if (archive === null || deploymentId === undefined || startOfDeploymentId(deploymentId) === null)
    return null;
  try {
    const read = await archive.deployment({ ...ids, deploymentId }, caller);
    const { content, identity } = read.value;
    return content === null ? null : { ...read, value: { content, identity } };
  } catch {
    return null;
  }
}

function fromTable({ content, identity }: StoredDeployment, source: Source): FoundDeployment {
  const deployment = deploymentAsOf(content.deployment, source.asOfMs);
  const moment = deployment.outcome === null ? source.asOfMs : null;
  return {
    deployment,
    update: content.configuration,
    source,
    content: [identity, moment],
    eta: null,
    identity,
  };
}

async function liveDeployment(
  { reads, archive }: EventSources,
  ids: ServiceIds,
  { derived, source, identity }: ServiceHistory,
  deployment: DeploymentAsOf,
  caller: Caller,
): Promise<FoundDeployment> {
  const [updates, named] = await Promise.all([
    knownUpdates(reads, ids, caller),
    etaOf(deployment, derived, archive, ids, source.asOfMs, caller),
  ]);
  return {
    ...named,
    deployment,
    update: updates === null ? null : updateOf(deployment, updates.value.updates),
    source: updates === null ? source : combined(source, [updates]),
    content: [identity, updates?.value.identity, named.identity],
  };
}

/** Update logs are optional: a failure to read them must not hide the deployment. */
async function knownUpdates(
  reads: UpstreamReads,
  ids: ServiceIds,
  caller: Caller,
): Promise<Read<UpdateLogs> | null> {
  try {
    return await reads.updateLogs(ids, caller);
  } catch {
    return null;
  }
}
