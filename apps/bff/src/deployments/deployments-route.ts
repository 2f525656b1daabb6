import { DEPLOYMENT_COLUMNS } from "@deploy-lens/api/csv/list-csv";
import type { DeploymentList } from "@deploy-lens/api/deployments/deployments";
import { DeploymentsRequest } from "@deploy-lens/api/deployments/deployments-query";
import { presentSummary } from "@deploy-lens/api/deployments/present-deployment";
import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import { dayText } from "../http/file-name.ts";
import { asRows } from "../http/list-reply.ts";
import { readQuery } from "../http/read-query.ts";
import { jsonReply, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { serviceInScope } from "../http/scope.ts";
import { etaOf } from "./eta.ts";
import { readHistory } from "./history.ts";
import { deploymentsFor } from "./list-deployments.ts";
import { presentStored } from "./present-stored.ts";

/** `GET …/services/{serviceId}/deployments` */
export function deploymentsRoute(deps: RouteDeps): Handler {
  return async (c) => {
    const ids = serviceInScope(c);
    const { limit, cursor, ...selection } = readQuery(c, DeploymentsRequest);
    const caller = c.var.context;
    const history = await readHistory(deps, ids, caller);
    const page = await deploymentsFor(deps.archive, history, { ids, selection, limit, cursor }, caller);
    const { source } = page;
    const open = page.live[0];
    const { eta, identity } = await etaOf(open, history.derived, deps.archive, ids, source.asOfMs, caller);
    const listed: DeploymentList = {
      deployments: [
        ...page.live.map((deployment) => presentSummary(deployment, deployment === open ? eta : null)),
        ...page.stored.map((deployment) => presentStored(deployment, source.asOfMs)),
      ],
      page: { total: page.total, nextCursor: page.nextCursor },
      asOf: presentInstant(source.asOfMs),
    };
    const reply = jsonReply({
      content: [deps.version, page.identity, identity],
      source,
      vary: ["accept"],
      body: () => listed,
    });
    if (caller.mediaType === "application/json") return send(c, reply);
    const name = ["deployments", history.serviceName, dayText(selection.from), dayText(selection.to)];
    return send(
      c,
      asRows(c, reply, { items: listed.deployments, columns: DEPLOYMENT_COLUMNS, page: listed.page, name }),
    );
  };
}
