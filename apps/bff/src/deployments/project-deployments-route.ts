import { PROJECT_DEPLOYMENT_COLUMNS } from "@deploy-lens/api/csv/list-csv";
import type { ProjectDeploymentList } from "@deploy-lens/api/deployments/project-deployments";
import { ProjectDeploymentsQuery } from "@deploy-lens/api/deployments/project-deployments-query";
import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import { combined, sourceOf } from "../cache/source.ts";
import { dayText } from "../http/file-name.ts";
import { asRows } from "../http/list-reply.ts";
import { readQuery } from "../http/read-query.ts";
import { jsonReply, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { projectInScope } from "../http/scope.ts";
import { readCursor, writeCursor } from "../paging/cursor.ts";
import { ProblemError } from "../request/problem-error.ts";
import { presentStored } from "./present-stored.ts";
import { filterOf, rangeOf } from "./project-filter.ts";
import { deploymentPosition } from "./select.ts";

const MINUTE_MS = 60_000;

/**
 * `GET …/deployments`: what the table has of all services. It follows the platform by a sync, whereas a service's own list
 * reads its feed, too.
 */
export function projectDeploymentsRoute({ archive, now, version }: RouteDeps): Handler {
  return async (c) => {
    const { projectId } = projectInScope(c);
    const { limit, cursor, format: _, ...selection } = readQuery(c, ProjectDeploymentsQuery);
    const caller = c.var.context;
    if (archive === null)
      throw new ProblemError("storage-unavailable", { detail: "No archive is configured." });
    const list = ["project-deployments", projectId, selection];
    const after = cursor === undefined ? null : readCursor(cursor, list, "times");
    const read = await archive.projectDeployments(
      {
        projectId,
        ...rangeOf(selection),
        filter: filterOf(selection),
        limit,
        after: after === null ? null : { startedAtMs: Number(after.key), id: after.id },
        // Equal queries within a minute share one answer.
        nowMs: Math.floor(now() / MINUTE_MS) * MINUTE_MS,
      },
      caller,
    );
    const { deployments, hasMore } = read.value.content;
    const ids = [...new Set(deployments.map(({ serviceId }) => serviceId))].sort();
    const heads = ids.length === 0 ? null : await archive.heads(projectId, ids, caller);
    const names = new Map(heads?.value.content.map((head) => [head.serviceId, head.state?.name ?? null]));
    const source = combined(sourceOf(read), heads === null ? [] : [heads]);
    const last = deployments.at(-1);
    const page = {
      total: null,
      nextCursor: hasMore && last !== undefined ? writeCursor(deploymentPosition(last), list) : null,
    };
    const ages = deployments.some(({ outcome }) => outcome === null);
    const answer = (): ProjectDeploymentList => ({
      deployments: deployments.map((deployment) => ({
        ...presentStored(deployment, source.asOfMs),
        serviceName: names.get(deployment.serviceId) ?? null,
      })),
      page,
      asOf: presentInstant(source.asOfMs),
    });
    const reply = jsonReply({
      content: [version, read.value.identity, [...names], ages ? source.asOfMs : null],
      source,
      vary: ["accept"],
      body: answer,
    });
    if (caller.mediaType === "application/json") return send(c, reply);
    const name = ["deployments", projectId, dayText(selection.from), dayText(selection.to)];
    const items = answer().deployments;
    return send(c, asRows(c, reply, { items, columns: PROJECT_DEPLOYMENT_COLUMNS, page, name }));
  };
}
