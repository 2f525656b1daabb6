import { startOfDeploymentId } from "@deploy-lens/core/derive";
import { type DeploymentAsOf, deploymentAsOf } from "@deploy-lens/core/derive/as-of";
import { updateOf } from "@deploy-lens/core/derive/update";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import type { ServiceDeployment } from "@deploy-lens/store/service-deployment";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { EventSources } from "../archive/feed-or-kept.ts";
import type { Caller } from "../cache/flight.ts";
import type { Read } from "../cache/read-through.ts";
import { combined, type Source, sourceOf } from "../cache/source.ts";
import { ProblemError } from "../request/problem-error.ts";
import type { UpstreamReads } from "../upstream/reads.ts";
import type { UpdateLogs } from "../upstream/update-logs.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import { etaOf, type NamedEta } from "./eta.ts";
import { readHistory, type ServiceHistory } from "./history.ts";

/** One deployment with all that an answer tells of it. */
export interface FoundDeployment extends NamedEta {
  readonly deployment: DeploymentAsOf;
  readonly update: UpdateLogEntry | null;
  readonly source: Source;
  readonly content: readonly unknown[];
}

/**
 * Finds a deployment by id, or the one that started last.
 *
 * One that the table has closed is answered from there alone: nothing that the upstream could say would change it.
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
  const id = deploymentId === "latest" ? history.newestKept?.id : deploymentId;
  const kept = await keptDeployment(sources.archive, ids, id, caller);
  if (kept !== null) return fromTable(kept.value, combined(history.source, [kept]));
  const derived = history.derived.find((one) => one.id === deploymentId);
  if (derived !== undefined) return liveDeployment(sources, ids, history, derived, caller);
  throw new ProblemError("deployment-not-found");
}

/** The table's deployment, if it is closed there and others began after it. */
async function settledDeployment(
  archive: ArchiveReads | null,
  ids: ServiceIds,
  deploymentId: string,
  caller: Caller,
): Promise<FoundDeployment | null> {
  if (archive === null || deploymentId === "latest") return null;
  const kept = await keptDeployment(archive, ids, deploymentId, caller);
  if (kept === null || kept.value.content.deployment.outcome === null) return null;
  return fromTable(kept.value, sourceOf(kept));
}

interface KeptDeployment {
  readonly content: ServiceDeployment;
  readonly identity: string;
}

/** Reads a deployment of the table; `null` when there is none, or the table cannot be read. */
async function keptDeployment(
  archive: ArchiveReads | null,
  ids: ServiceIds,
  deploymentId: string | undefined,
  caller: Caller,
): Promise<Read<KeptDeployment> | null> {
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

function fromTable({ content, identity }: KeptDeployment, source: Source): FoundDeployment {
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

/** What a deployment was asked to bring up is good to know; not knowing it hides nothing else. */
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
