import type { FindingAnswer } from "@deploy-lens/api/findings/findings";
import type { StoredFindings } from "@deploy-lens/store/findings/items";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { ReadInfo } from "../cache/source.ts";
import type { RouteDeps } from "../http/route.ts";
import type { RequestContext } from "../request/context.ts";
import { ProblemError } from "../request/problem-error.ts";
import { presentFindings } from "./present-findings.ts";

/** The findings of a project, as stored and as answered. */
export interface ReadFindings {
  readonly archive: ArchiveReads;
  /** One for each service. */
  readonly stored: readonly StoredFindings[];
  readonly findings: readonly FindingAnswer[];
  readonly reads: readonly ReadInfo[];
  readonly identity: readonly unknown[];
}

/** Reads a project's findings, with the names of their services. */
export async function readProjectFindings(
  { archive }: RouteDeps,
  projectId: string,
  caller: RequestContext,
): Promise<ReadFindings> {
  if (archive === null)
    throw new ProblemError("storage-unavailable", { detail: "No archive is configured." });
  const read = await archive.findings(projectId, caller);
  const stored = read.value.content;
  const ids = stored.flatMap(({ serviceId, findings }) => (findings.length > 0 ? [serviceId] : []));
  const heads = ids.length === 0 ? null : await archive.heads(projectId, ids, caller);
  const names = new Map(heads?.value.content.map((head) => [head.serviceId, head.state?.name ?? null]));
  const findings = presentFindings(stored, { names, language: caller.language });
  return {
    archive,
    stored,
    findings,
    reads: heads === null ? [read] : [read, heads],
    identity: [read.value.identity, [...names]],
  };
}
