import { DERIVATION_VERSION } from "@deploy-lens/core/derive/version";
import type { Deployment, PhaseSummary } from "@deploy-lens/core/vocabulary/deployment";
import type { FailureCause } from "@deploy-lens/core/vocabulary/signal";
import type { Evidence } from "../day/deployment.ts";
import { pack, unpack } from "../day/packed.ts";
import { bytesOf, type Item, integerOf, nameOf, textOf, toItem } from "../table/attributes.ts";
import { UnreadableItemError } from "../table/errors.ts";
import { headKey, type ServiceRef, unsettledPartition } from "../table/keys.ts";

/** A service's last known state upstream. */
export interface ServiceState {
  readonly name: string;
  /** The upstream's status: `running`, `deploying`, … */
  readonly status: string;
  /** When it entered that status, epoch ms; `null` if the platform does not report it. */
  readonly transitionAtMs: number | null;
}

/** A failed sync: the service's history has a gap until one succeeds. */
export interface Owed {
  /** When the first of the failed syncs began, epoch ms. */
  readonly sinceMs: number;
  /** Start of the events that were not read, epoch ms; `null`: from the beginning. */
  readonly fromMs: number | null;
  /** `upstream`: the platform as a whole failed; `service`: its answers about this service are unusable. */
  readonly cause: "upstream" | "service";
  /** The error, human-readable. */
  readonly error: string;
}

/** A service's checkpoint and latest deployment. Written last, so that everything it refers to is stored. */
export interface ServiceHead {
  readonly serviceId: string;
  /** Incremented by every write; 0 for a service that is not in the table yet. */
  readonly revision: number;
  /** The last known state, or `null`. */
  readonly state: ServiceState | null;
  /** The deployment that started last. */
  readonly latest: StoredSummary | null;
  /** The evidence of the latest deployment. */
  readonly latestEvidence: Evidence | null;
  /** Takes the place of a deployment while there is none: see {@link Prelude}. */
  readonly prelude: Prelude;
  /** When the last few deployments started, newest first, epoch ms. */
  readonly recentStartsMs: readonly number[];
  /** The newest stored event, epoch ms. */
  readonly newestEventAtMs: number | null;
  /** Identifies the stored update logs. */
  readonly knownUpdates: KnownUpdates | null;
  /** `null` if the last sync succeeded. */
  readonly owed: Owed | null;
  /** The version of the rules by which the whole history was derived: see `DERIVATION_VERSION`. */
  readonly derivedBy: number;
  /** Progress of deriving the history by a newer version, or `null`. */
  readonly rederived: Rederived | null;
}

/** Progress of deriving a history by a newer version of the rules. */
export interface Rederived {
  readonly by: number;
  /** Deployments that started before this are done, epoch ms. */
  readonly throughMs: number;
}

/**
 * The time before a service's first deployment. Its facts have no deployment whose evidence would show their arrival, so
 * a writer of such facts records their fingerprint here, and a writer of a first deployment moves the end. If two writers
 * do both at once they conflict in the head, and the second one reads again.
 */
export interface Prelude {
  /** When the first deployment starts, epoch ms. */
  readonly endsAtMs: number | null;
  /** Fingerprint of the facts that were last ingested here. */
  readonly fingerprint: string | null;
}

/** The ended updates in one observation of a service's update logs. */
export interface KnownUpdates {
  /** The time of the newest update, epoch ms. */
  readonly throughMs: number;
  /** Fingerprint of all of them. */
  readonly fingerprint: string;
}

/** Number of starts in a head: late events that reach back further cost one more query. */
export const RECENT_STARTS = 4;

const FORMAT = 1;

/** The head of a service that is not in the table yet. */
export function newServiceHead(serviceId: string): ServiceHead {
  return {
    serviceId,
    revision: 0,
    state: null,
    latest: null,
    latestEvidence: null,
    prelude: { endsAtMs: null, fingerprint: null },
    recentStartsMs: [],
    newestEventAtMs: null,
    knownUpdates: null,
    owed: null,
    derivedBy: DERIVATION_VERSION,
    rederived: null,
  };
}

/** True if some of a service's history was derived by an older version of the rules than this one's. */
export function isOutdated({ derivedBy }: ServiceHead): boolean {
  return derivedBy < DERIVATION_VERSION;
}

/**
 * The start of the next read of events, epoch ms: the start of the latest deployment, so that none is cut in half, or the
 * newest event if that is older; in either case `overlapMs` earlier, for late events. `null`: from the beginning.
 *
 * @example
 * fetchFromMs({ ...head, recentStartsMs: [1562597251764], newestEventAtMs: 1562597332582 }, 600_000); // 1562596651764
 */
export function fetchFromMs(head: ServiceHead, overlapMs: number): number | null {
  const { recentStartsMs, newestEventAtMs } = head;
  if (newestEventAtMs === null) return null;
  return Math.min(recentStartsMs[0] ?? newestEventAtMs, newestEventAtMs) - overlapMs;
}

/** Encodes a head. While its latest deployment is open or a sync is owed, it is in the index of unsettled services. */
export function encodeHead(service: ServiceRef, head: ServiceHead): Item {
  const { revision, serviceId, ...content } = head;
  const isUnsettled = head.owed !== null || (head.latest !== null && head.latest.outcome === null);
  return toItem({
    ...headKey(service),
    format: FORMAT,
    revision,
    head: pack(content),
    ...(isUnsettled ? { projectKey: unsettledPartition(service.projectId), projectSort: serviceId } : {}),
  });
}

/** Reverses {@link encodeHead}. @throws UnreadableItemError for any other item. */
export function decodeHead(item: Item): ServiceHead {
  const format = integerOf(item, "format");
  if (format !== FORMAT) {
    throw new UnreadableItemError({
      key: nameOf(item),
      reason: `its format is ${format}, and this version reads ${FORMAT}`,
    });
  }
  const packed = bytesOf(item, "head");
  if (packed === null) throw new UnreadableItemError({ key: nameOf(item), reason: "it has no content" });
  const serviceId = textOf(item, "sk").split("#", 2).at(1) ?? "";
  return { serviceId, revision: integerOf(item, "revision"), ...headContent(packed) };
}

type HeadContent = Omit<ServiceHead, "serviceId" | "revision">;

/** Guarantee: the bytes come from {@link encodeHead} of this or an older version, because the format was checked before. */
function headContent(packed: Uint8Array): HeadContent {
  const stored = unpack(packed) as HeadContent;
  return { ...OLDER, ...stored };
}

/** Defaults for fields that heads of older versions lack. */
const OLDER = { owed: null, derivedBy: 1, rederived: null } as const satisfies Partial<HeadContent>;

/** A deployment small enough to list. */
export interface StoredSummary
  extends Pick<
    Deployment,
    | "id"
    | "serviceId"
    | "kind"
    | "outcome"
    | "startedAtMs"
    | "endedAtMs"
    | "endedBy"
    | "totalMs"
    | "observedMs"
    | "lastEventAtMs"
    | "models"
    | "flags"
    | "unclassified"
  > {
  /** In phase order; only phases that ran. */
  readonly phases: readonly PhaseSummary[];
  /** Time when no phase was running, ms. */
  readonly gapsMs: number;
  /** The cause of failure, or `null`. */
  readonly failureCause: FailureCause | null;
}

/**
 * Reduces a deployment to what a list shows.
 *
 * @example
 * summarizeDeployment(sample); // { id: "0jxusbymc-…", outcome: null, observedMs: 80818, gapsMs: 3982, … }
 */
export function summarizeDeployment(deployment: Deployment): StoredSummary {
  return {
    id: deployment.id,
    serviceId: deployment.serviceId,
    kind: deployment.kind,
    outcome: deployment.outcome,
    startedAtMs: deployment.startedAtMs,
    endedAtMs: deployment.endedAtMs,
    endedBy: deployment.endedBy,
    totalMs: deployment.totalMs,
    observedMs: deployment.observedMs,
    lastEventAtMs: deployment.lastEventAtMs,
    models: deployment.models,
    flags: deployment.flags,
    unclassified: deployment.unclassified,
    phases: deployment.summary,
    gapsMs: deployment.gaps.reduce((sum, gap) => sum + gap.ms, 0),
    failureCause: deployment.failure?.cause ?? null,
  };
}
