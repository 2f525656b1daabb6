import { presentDeployment } from "@deploy-lens/api/present-deployment";
import { presentConfiguration, updateAt } from "../deployments/configuration.ts";
import { readLiveDeployments } from "../deployments/live.ts";
import { send } from "../http/reply.ts";
import { ProblemError } from "../problem-error.ts";
import { jsonReply } from "./json-reply.ts";
import type { Handler, RouteDeps } from "./route-deps.ts";
import { deploymentInScope } from "./scope.ts";

/** `GET …/services/{serviceId}/deployments/{deploymentId}` */
export function deploymentRoute({ reads, version }: RouteDeps): Handler {
  return async (c) => {
    const { deploymentId, ...ids } = deploymentInScope(c);
    const { exchange } = c.var;
    const [{ deployments, source, identity }, logs] = await Promise.all([
      readLiveDeployments(reads, ids, exchange),
      reads.updateLogs(ids, exchange),
    ]);
    const deployment =
      deploymentId === "latest" ? deployments[0] : deployments.find(({ id }) => id === deploymentId);
    if (deployment === undefined) throw new ProblemError("deployment-not-found", null);
    const update = updateAt(logs.value.updates, deployment.startedAtMs);
    return send(
      c,
      jsonReply({
        content: [version, exchange.language, deploymentId, identity, logs.value.identity],
        source,
        vary: ["accept-language"],
        body: () =>
          presentDeployment(deployment, {
            asOfMs: source.asOfMs,
            language: exchange.language,
            configuration: update === null ? null : presentConfiguration(update),
          }),
      }),
    );
  };
}
