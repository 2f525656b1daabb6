import { createHash } from "node:crypto";
import { deploymentTrace, hasEnded } from "@deploy-lens/core/telemetry/trace";
import { combined } from "../cache/source.ts";
import { eventsFor } from "../events/list-events.ts";
import { jsonReply, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { deploymentInScope } from "../http/scope.ts";
import { ProblemError } from "../request/problem-error.ts";
import { findDeployment } from "./find-deployment.ts";

/** More abnormal events than a deployment has; those beyond are left out. */
const MAX_EVENTS = 1000;

export function traceRoute(deps: RouteDeps): Handler {
  return async (c) => {
    const { deploymentId, ...ids } = deploymentInScope(c);
    const caller = c.var.context;
    const { deployment, source, content } = await findDeployment(deps, ids, deploymentId, caller);
    if (!hasEnded(deployment)) throw new ProblemError("deployment-open");
    const list = await eventsFor(
      deps,
      {
        ids,
        selection: {
          from: deployment.startedAtMs,
          to: deployment.endedAtMs + 1,
          type: ["abnormal"],
          order: "asc",
        },
        limit: MAX_EVENTS,
        cursor: undefined,
      },
      caller,
    );
    const { projectId } = ids;
    const body = () =>
      deploymentTrace(deployment, {
        projectId,
        serviceName: list.serviceName,
        url: null,
        events: list.events.map(({ event, classification }) => ({
          occurredAtMs: event.occurredAtMs,
          message: event.message,
          signal: classification.signal,
          phase: classification.phase,
          model: classification.model,
        })),
        sha256: (text) => createHash("sha256").update(text).digest("hex"),
      });
    return send(
      c,
      jsonReply({
        content: [deps.version, "trace", content, list.identity],
        source: combined(source, [{ ...list.source, readAtMs: list.source.asOfMs }]),
        body,
      }),
    );
  };
}
