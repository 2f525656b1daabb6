import type { ConfigurationAnswer } from "@deploy-lens/api/deployments/configuration";
import { presentDeployment } from "@deploy-lens/api/deployments/present-deployment";
import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import { jsonReply, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { deploymentInScope } from "../http/scope.ts";
import { findDeployment } from "./find-deployment.ts";

/** `GET …/services/{serviceId}/deployments/{deploymentId}` */
export function deploymentRoute(deps: RouteDeps): Handler {
  return async (c) => {
    const { deploymentId, ...ids } = deploymentInScope(c);
    const { context } = c.var;
    const { language } = context;
    const { deployment, update, eta, source, content } = await findDeployment(
      deps,
      ids,
      deploymentId,
      context,
    );
    return send(
      c,
      jsonReply({
        content: [deps.version, language, deployment.id, content],
        source,
        vary: ["accept-language"],
        // The permanent address of the deployment that `latest` refers to now.
        headers: {
          "content-location": `${c.req.path.slice(0, c.req.path.lastIndexOf("/"))}/${deployment.id}`,
        },
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

function presentConfiguration({ updatedAtMs, result, models }: UpdateLogEntry): ConfigurationAnswer {
  return {
    updatedAt: presentInstant(updatedAtMs),
    result,
    models: models.map((model) => ({
      name: model.name,
      version: model.version,
      weightPercent: model.weightPercent,
      specification: model.specification,
      customSpecification: model.customSpecification,
      instanceCount: model.instanceCount,
      pool: model.pool ?? null,
    })),
  };
}
