import { DeploymentsQuery } from "@deploy-lens/api/deployments-query";
import { presentSummary } from "@deploy-lens/api/present-deployment";
import { presentInstant } from "@deploy-lens/api/present-instant";
import { readLiveDeployments } from "../deployments/live.ts";
import { isSelected, positionOf, selectionKey } from "../deployments/select.ts";
import { readQuery } from "../http/input.ts";
import { send } from "../http/reply.ts";
import { pageOf } from "../paging/page.ts";
import { jsonReply } from "./json-reply.ts";
import type { Handler, RouteDeps } from "./route-deps.ts";
import { serviceInScope } from "./scope.ts";

/** `GET …/services/{serviceId}/deployments` */
export function deploymentsRoute({ reads, version }: RouteDeps): Handler {
  return async (c) => {
    const ids = serviceInScope(c);
    const { limit, cursor, ...selection } = readQuery(c, DeploymentsQuery);
    const list = selectionKey(ids.serviceId, selection);
    const { deployments, source, identity } = await readLiveDeployments(reads, ids, c.var.exchange);
    return send(
      c,
      jsonReply({
        content: [version, list, limit, cursor, identity],
        source,
        body: () => {
          const selected = deployments.filter((one) => isSelected(one, selection));
          const page = pageOf(selected, { positionOf, order: "desc", list, limit, cursor });
          return {
            deployments: page.items.map((one) => presentSummary(one)),
            page: { total: selected.length, nextCursor: page.nextCursor },
            asOf: presentInstant(source.asOfMs),
          };
        },
      }),
    );
  };
}
