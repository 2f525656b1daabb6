import { DERIVATION_VERSION } from "@deploy-lens/core/derive/version";
import { bytesOf, type Item, integerOf, nameOf, textOf, toItem } from "./attributes.ts";
import type { DeploymentSummary } from "./deployment-summary.ts";
import { UnreadableItemError } from "./errors.ts";
import type { Evidence } from "./evidence.ts";
import { headKey, type ServiceRef, unsettledPartition } from "./keys.ts";
import { pack, unpack } from "./packed.ts";

/** What the upstream last said of a service itself. */
export interface ServiceState {
  readonly name: string;
  /** The upstream's word: `running`, `deploying`, … */
  readonly status: string;
  /** When it entered that status, epoch ms; `null` when the platform is silent. */
  readonly transitionAtMs: number | null;
}

/** A service whose last sync failed: its history has a hole until one succeeds. */
export interface Owed {
  /** When the first of the failed syncs began, epoch ms. */
  readonly sinceMs: number;
  /** From when on events were not read, epoch ms; `null`: from the beginning. */
  readonly fromMs: number | null;
  /** `upstream`: the platform failed as a whole; `service`: what it says of this service cannot be used. */
  readonly cause: "upstream" | "service";
  /** The error, for people. */
  readonly error: string;
}

/** What a service comes to: its checkpoint and its latest deployment. Written last, so all that it speaks of is stored. */
export interface ServiceHead {
  readonly serviceId: string;
  /** Grows by one with every write; 0 is a service that is not in the table yet. */
  readonly revision: number;
  /** As last seen; `null` when it never was. */
  readonly state: ServiceState | null;
  /** The deployment that started last. */
  readonly latest: DeploymentSummary | null;
  /** What that was derived from. */
  readonly latestEvidence: Evidence | null;
  /** Stands in for a deployment where there is none yet: see {@link Prelude}. */
  readonly prelude: Prelude;
  /** When the last few deployments started, newest first, epoch ms. */
  readonly recentStartsMs: readonly number[];
  /** Up to where the service's events are settled: the newest event stored, epoch ms. */
  readonly newestEventAtMs: number | null;
  /** Which update logs are stored, to know them again. */
  readonly knownUpdates: KnownUpdates | null;
  /** `null`: nothing, the last sync succeeded. */
  readonly owed: Owed | null;
  /** By which version of the rules the whole history was derived: see `DERIVATION_VERSION`. */
  readonly derivedBy: number;
  /** How far the history is derived by a newer version; `null` while nobody is at it. */
  readonly rederived: Rederived | null;
}

/** A history on its way to a newer version of the rules. */
export interface Rederived {
  readonly by: number;
  /** Deployments that started before this are done, epoch ms. */
  readonly throughMs: number;
}

/**
 * The time before a service's first deployment. Its facts have no deployment whose evidence would tell that they came; so
 * whoever stores some leaves their fingerprint here, and whoever stores a first deployment moves the end. Two who do both
 * at once meet in the head, and the second one looks again.
 */
export interface Prelude {
  /** When the first deployment starts, epoch ms. */
  readonly endsAtMs: number | null;
  /** Of the facts that were last ingested here. */
  readonly fingerprint: string | null;
}

/** The ended updates of one look at a service's update logs. */
export interface KnownUpdates {
  /** When the newest of them was, epoch ms. */
  readonly throughMs: number;
  /** Of all of them together. */
  readonly fingerprint: string;
}

/** How many starts a head remembers: late events that reach back further cost one more query. */
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

/** Whether some of a service's history was derived by an older version of the rules than this one's. */
export function isOutdated({ derivedBy }: ServiceHead): boolean {
  return derivedBy < DERIVATION_VERSION;
}

/**
 * From when on to ask the upstream for events, epoch ms: the start of the latest deployment, so that none is cut in half, or
 * the newest event if that is older; either way `overlapMs` earlier, for events that came late. `null`: from the beginning.
 *
 * @example
 * fetchFromMs({ ...head, recentStartsMs: [1562597251764], newestEventAtMs: 1562597332582 }, 600_000); // 1562596651764
 */
export function fetchFromMs(head: ServiceHead, overlapMs: number): number | null {
  const { recentStartsMs, newestEventAtMs } = head;
  if (newestEventAtMs === null) return null;
  return Math.min(recentStartsMs[0] ?? newestEventAtMs, newestEventAtMs) - overlapMs;
}

/** Makes the item of a head. While its latest deployment is open or a sync is owed, it stands in the index of unsettled services. */
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

/** Reads an item that {@link encodeHead} made. @throws UnreadableItemError when it is anything else. */
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

/** The bytes come from {@link encodeHead} alone, of this version or an older one: the item's format was checked before. */
function headContent(packed: Uint8Array): HeadContent {
  const stored = unpack(packed) as HeadContent;
  return { ...OLDER, ...stored };
}

/** What heads of older versions do not say. */
const OLDER = { owed: null, derivedBy: 1, rederived: null } as const satisfies Partial<HeadContent>;
