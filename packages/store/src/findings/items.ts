import type { ServiceFindings } from "@deploy-lens/core/findings";
import type { FindingAct } from "@deploy-lens/core/findings/acts";
import type { RecentRuns } from "@deploy-lens/core/findings/recent-runs";
import { pack, unpack } from "../day/packed.ts";
import { bytesOf, type Item, integerOf, nameOf, textOf, toItem } from "../table/attributes.ts";
import { UnreadableItemError } from "../table/errors.ts";
import { actKey, findingsKey, runsKey, type ServiceRef } from "../table/keys.ts";

/** A service's recent runs: what its findings are computed from. */
export interface StoredRuns extends RecentRuns {
  /** Incremented by every write; 0 for runs that are not in the table yet. */
  readonly revision: number;
}

/** The findings of a service, as of a revision of its runs. */
export interface StoredFindings extends ServiceFindings {
  readonly serviceId: string;
  readonly revision: number;
}

const FORMAT = 1;

export function encodeRuns(service: ServiceRef, { revision, runs, sinceMs }: StoredRuns): Item {
  return toItem({ ...runsKey(service), format: FORMAT, revision, sinceMs, runs: pack(runs) });
}

export function decodeRuns(item: Item): StoredRuns {
  const sinceMs = item.sinceMs === undefined ? null : integerOf(item, "sinceMs");
  return {
    revision: integerOf(item, "revision"),
    sinceMs,
    runs: contentOf<RecentRuns["runs"]>(item, "runs"),
  };
}

export function encodeFindings(service: ServiceRef, { revision, ...found }: StoredFindings): Item {
  return toItem({ ...findingsKey(service), format: FORMAT, revision, findings: pack(found) });
}

export function decodeFindings(item: Item): StoredFindings {
  const revision = integerOf(item, "revision");
  return { ...contentOf<Omit<StoredFindings, "revision">>(item, "findings"), revision };
}

/** An act is never changed: a repeated one finds the first. */
export function encodeAct(projectId: string, requestKey: string, act: FindingAct): Item {
  const key = actKey(projectId, act.findingId, requestKey);
  return toItem({ ...key, format: FORMAT, revision: 1, act: pack(act) });
}

export function decodeAct(item: Item): FindingAct {
  return contentOf<FindingAct>(item, "act");
}

/** Guarantee: the bytes come from an encoder above, because the format is checked. */
function contentOf<Content>(item: Item, attribute: string): Content {
  const format = integerOf(item, "format");
  const packed = bytesOf(item, attribute);
  if (format !== FORMAT || packed === null) {
    const reason = `its format is ${format}, and this version reads ${FORMAT}`;
    throw new UnreadableItemError({ key: nameOf(item), reason });
  }
  return unpack(packed) as Content;
}

/** True for the item of an act; the others of a project's findings are services'. */
export function isAct(item: Item): boolean {
  return textOf(item, "sk").startsWith("act#");
}
