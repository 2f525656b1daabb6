import type { ServiceHead } from "@deploy-lens/store/service-head";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { Caller } from "../cache/flight.ts";
import { combined, type ReadInfo, type Source, sourceOf, withFailure } from "../cache/source.ts";
import { meaningOf } from "../upstream/error-meaning.ts";
import type { UpstreamReads } from "../upstream/reads.ts";
import { type KnownService, keptService } from "./describe-services.ts";

/** A project's services, by the upstream or, while it is down, as the archive saw them last. */
export interface Directory {
  readonly services: readonly KnownService[];
  /** Rows of the upstream's list that are no services. */
  readonly setAside: number;
  readonly source: Source;
  readonly identity: unknown;
}

const PAGE_SIZE = 1_000;

/** Reads a project's services. */
export async function readDirectory(
  reads: UpstreamReads,
  archive: ArchiveReads | null,
  projectId: string,
  caller: Caller,
): Promise<Directory> {
  try {
    const directory = await reads.services(projectId, caller);
    const { services, setAside, identity } = directory.value;
    return { services, setAside, source: sourceOf(directory), identity };
  } catch (error) {
    if (archive === null || meaningOf(error) !== "outage") throw error;
    const kept = await keptServices(archive, projectId, caller);
    if (kept === null) throw error;
    return { ...kept, source: withFailure(kept.source, error) };
  }
}

/** The services that the archive ever saw; `null` when it saw none, or cannot say. */
async function keptServices(
  archive: ArchiveReads,
  projectId: string,
  caller: Caller,
): Promise<Directory | null> {
  const heads: ServiceHead[] = [];
  const infos: ReadInfo[] = [];
  let cursor: string | null = null;
  try {
    do {
      const read: Awaited<ReturnType<ArchiveReads["services"]>> = await archive.services(
        { projectId, limit: PAGE_SIZE, cursor },
        caller,
      );
      heads.push(...read.value.content.services);
      infos.push(read);
      cursor = read.value.content.nextCursor;
    } while (cursor !== null);
  } catch {
    return null;
  }
  const [first, ...more] = infos;
  if (first === undefined || heads.length === 0) return null;
  const services = heads.map(keptService).filter((service) => service !== null);
  return {
    services,
    setAside: 0,
    source: combined(sourceOf(first), more),
    identity: heads.map((head) => head.revision),
  };
}
