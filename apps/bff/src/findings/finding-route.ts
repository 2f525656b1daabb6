import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import type { FindingEvidence } from "@deploy-lens/api/findings/findings";
import { evidenceOf } from "@deploy-lens/core/findings/evidence";
import { sourceOf } from "../cache/source.ts";
import { jsonReply, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { findingInScope } from "../http/scope.ts";
import { ProblemError } from "../request/problem-error.ts";
import { readProjectFindings } from "./read-findings.ts";

/** `GET …/services/{serviceId}/findings/{findingId}`: the finding with the runs that it was made from. */
export function findingRoute(deps: RouteDeps): Handler {
  return async (c) => {
    const { projectId, serviceId, findingId } = findingInScope(c);
    const caller = c.var.context;
    const read = await readProjectFindings(deps, projectId, caller);
    const finding = read.findings.find((one) => one.id === findingId && one.serviceId === serviceId);
    if (finding === undefined) throw new ProblemError("finding-not-found");
    const runs = await read.archive.recentRuns({ projectId, serviceId }, caller);
    const source = sourceOf(...read.reads, runs);
    const evidence = (): FindingEvidence => ({
      finding,
      runs: evidenceOf(runs.value.content.runs, finding).map(({ run, ms, isLong, isWeekend }) => ({
        deploymentId: run.id,
        startedAt: presentInstant(run.startedAtMs),
        ms,
        outcome: run.outcome,
        isLong,
        isWeekend,
      })),
      asOf: presentInstant(source.asOfMs),
    });
    return send(
      c,
      jsonReply({
        content: [deps.version, caller.language, findingId, ...read.identity, runs.value.identity],
        source,
        vary: ["accept-language"],
        body: evidence,
      }),
    );
  };
}
