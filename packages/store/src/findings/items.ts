import type { ServiceFindings } from "@deploy-lens/core/findings";
import type { RecentRuns } from "@deploy-lens/core/findings/recent-runs";
import { pack, unpack } from "../day/packed.ts";
import { bytesOf, type Item, integerOf, nameOf, toItem } from "../table/attributes.ts";
import { UnreadableItemError } from "../table/errors.ts";
import { findingsKey, runsKey, type ServiceRef } from "../table/keys.ts";

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
