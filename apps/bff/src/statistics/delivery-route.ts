import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import { DeliveryQuery, ProjectDeliveryQuery } from "@deploy-lens/api/statistics/delivery";
import type { Context } from "hono";
import { identityOf } from "../cache/identity.ts";
import { readQuery } from "../http/read-query.ts";
import { REVALIDATED, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { projectInScope, serviceInScope } from "../http/scope.ts";
import type { AppEnv } from "../request/context.ts";
import { ProblemError } from "../request/problem-error.ts";
import { createAnswers } from "./answers.ts";
import { type DeliveryAnswer, readDelivery } from "./compute-delivery.ts";
import { type StatisticsSubject, windowsOf } from "./compute-statistics.ts";

export function serviceDeliveryRoute(deps: RouteDeps): Handler {
  const answer = answerWith(deps);
  return (c) => answer(c, serviceInScope(c), readQuery(c, DeliveryQuery));
}

/** `GET …/delivery`, over all services of a project. */
export function projectDeliveryRoute(deps: RouteDeps): Handler {
  const answer = answerWith(deps);
  return (c) => answer(c, { ...projectInScope(c), serviceId: null }, readQuery(c, ProjectDeliveryQuery));
}

function answerWith(deps: RouteDeps) {
  const { archive, reads, now, version } = deps;
  const answers = createAnswers<DeliveryAnswer>(deps);

  return async (
    c: Context<AppEnv>,
    scope: StatisticsSubject,
    query: ProjectDeliveryQuery,
  ): Promise<Response> => {
    const { window } = windowsOf({ ...EVERYTHING, from: query.from, to: query.to }, now());
    if (archive === null)
      throw new ProblemError("storage-unavailable", { detail: "No archive is configured." });
    const caller = c.var.context;
    const asked = {
      isByService: query.groupBy !== undefined,
      isWithRetries: query.include !== undefined || scope.serviceId !== null,
    };
    const { identity, source, compute } = await answers(c, [scope, asked, window], (inner) =>
      readDelivery(archive, scope, asked, window, inner),
    );
    const body = async () => {
      const { answer, text } = await compute();
      const { serviceId } = scope;
      // No data may mean that the service does not exist.
      if (serviceId !== null && Object.keys(answer.outcomes).length === 0) {
        const head = await archive.head({ ...scope, serviceId }, caller);
        if (head.value.content.revision === 0) await reads.service({ ...scope, serviceId }, caller);
      }
      return `${text.slice(0, -1)},"asOf":${JSON.stringify(presentInstant(source.asOfMs))}}`;
    };
    return send(c, {
      contentType: "application/json",
      identity: identityOf(version, identity),
      asOfMs: source.asOfMs,
      source,
      cacheControl: REVALIDATED,
      vary: [],
      body,
    });
  };
}

/** The other parameters of a query of durations. */
const EVERYTHING = { groupBy: [], outcome: ["any"], quantiles: [] } satisfies Partial<
  Parameters<typeof windowsOf>[0]
>;
