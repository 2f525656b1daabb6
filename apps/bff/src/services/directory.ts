import type { ServiceHead } from "@deploy-lens/store/head";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import { combined, type ReadInfo, type Source, sourceOf, withFailure } from "../cache/source.ts";
import { meaningOf } from "../upstream/error-meaning.ts";
import type { UpstreamReads } from "../upstream/reads.ts";
import { type KnownService, storedService } from "./describe-services.ts";

export interface Directory {
  readonly services: readonly KnownService[];
  /** Rows of the upstream's list that are not valid services. */
  readonly setAside: number;
  readonly source: Source;
  readonly identity: unknown;
}

const PAGE_SIZE = 1_000;

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
    const stored = await storedServices(archive, projectId, caller);
    if (stored === null) throw error;
    return { ...stored, source: withFailure(stored.source, error) };
  }
}

/** The stored services; `null` when there are none or they cannot be read. */
async function storedServices(
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
  const services = heads.map(storedService).filter((service) => service !== null);
  return {
    services,
    setAside: 0,
    source: combined(sourceOf(first), more),
    identity: heads.map((head) => head.revision),
  };
}
