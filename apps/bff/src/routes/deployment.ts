import { presentDeployment } from "@deploy-lens/api/present-deployment";
import { findDeployment } from "../deployments/find-deployment.ts";
import { presentConfiguration } from "../deployments/present-configuration.ts";
import { send } from "../http/reply.ts";
import { jsonReply } from "./json-reply.ts";
import type { Handler, RouteDeps } from "./route-deps.ts";
import { deploymentInScope } from "./scope.ts";

/** `GET …/services/{serviceId}/deployments/{deploymentId}` */
export function deploymentRoute(deps: RouteDeps): Handler {
  return async (c) => {
    const { deploymentId, ...ids } = deploymentInScope(c);
    const { exchange } = c.var;
    const { language } = exchange;
    const { deployment, update, eta, source, content } = await findDeployment(
      deps,
      ids,
      deploymentId,
      exchange,
    );
    return send(
      c,
      jsonReply({
        content: [deps.version, language, deployment.id, content],
        source,
        vary: ["accept-language"],
        body: () =>
          presentDeployment(deployment, {
            asOfMs: source.asOfMs,
            language,
            eta,
            configuration: update === null ? null : presentConfiguration(update),
          }),
      }),
    );
  };
}
