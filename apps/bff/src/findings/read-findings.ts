import type { FindingAnswer } from "@deploy-lens/api/findings/findings";
import type { ProjectFindings } from "@deploy-lens/store/findings";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { ReadInfo } from "../cache/source.ts";
import type { RouteDeps } from "../http/route.ts";
import type { RequestContext } from "../request/context.ts";
import { ProblemError } from "../request/problem-error.ts";
import { presentFindings } from "./present-findings.ts";

/** The findings of a project, as stored and as answered. */
export interface ReadFindings {
  readonly archive: ArchiveReads;
  readonly stored: ProjectFindings;
  readonly findings: readonly FindingAnswer[];
  readonly reads: readonly ReadInfo[];
  readonly identity: readonly unknown[];
}

/** Reads a project's findings: decisions that end may change what they say without a write. */
export async function readProjectFindings(
  { archive, now }: RouteDeps,
  projectId: string,
  caller: RequestContext,
): Promise<ReadFindings> {
  if (archive === null)
    throw new ProblemError("storage-unavailable", { detail: "No archive is configured." });
  const read = await archive.findings(projectId, caller);
  const stored = read.value.content;
  const ids = stored.services.flatMap(({ serviceId, findings }) => (findings.length > 0 ? [serviceId] : []));
  const heads = ids.length === 0 ? null : await archive.heads(projectId, ids, caller);
  const names = new Map(heads?.value.content.map((head) => [head.serviceId, head.state?.name ?? null]));
  const findings = presentFindings(stored, { names, nowMs: now(), language: caller.language });
  return {
    archive,
    stored,
    findings,
    reads: heads === null ? [read] : [read, heads],
    identity: [read.value.identity, [...names], findings.map(({ state }) => state)],
  };
}
