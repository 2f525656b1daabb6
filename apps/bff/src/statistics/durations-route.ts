import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import {
  ProjectDurationsQuery,
  ServiceDurationsQuery,
} from "@deploy-lens/api/statistics/deploy-durations-query";
import type { Context } from "hono";
import { identityOf } from "../cache/identity.ts";
import { attachment, dayText } from "../http/file-name.ts";
import { readQuery } from "../http/read-query.ts";
import { REVALIDATED, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { projectInScope, serviceInScope } from "../http/scope.ts";
import type { AppEnv } from "../request/context.ts";
import { ProblemError } from "../request/problem-error.ts";
import { createAnswers } from "./answers.ts";
import {
  readStatistics,
  type StatisticsAnswer,
  type StatisticsSubject,
  windowsOf,
} from "./compute-statistics.ts";
import { toCsv } from "./csv.ts";

export function serviceDurationsRoute(deps: RouteDeps): Handler {
  const answer = answerWith(deps);
  return (c) => answer(c, serviceInScope(c), readQuery(c, ServiceDurationsQuery));
}

export function projectDurationsRoute(deps: RouteDeps): Handler {
  const answer = answerWith(deps);
  return (c) => answer(c, { ...projectInScope(c), serviceId: null }, readQuery(c, ProjectDurationsQuery));
}

function answerWith(deps: RouteDeps) {
  const { archive, reads, now, version } = deps;
  const answers = createAnswers<StatisticsAnswer>(deps);

  return async (
    c: Context<AppEnv>,
    scope: StatisticsSubject,
    { format: _format, ...query }: ProjectDurationsQuery,
  ): Promise<Response> => {
    const type = c.var.context.mediaType;
    const windows = windowsOf(query, now());
    if (archive === null)
      throw new ProblemError("storage-unavailable", { detail: "No archive is configured." });
    const caller = c.var.context;
    const { identity, source, compute } = await answers(c, [scope, query, windows], (inner) =>
      readStatistics(archive, scope, query, windows, inner),
    );
    const { serviceId } = scope;
    /** @throws ProblemError if neither the archive nor the platform knows the service */
    const nameOfService = async (id: string): Promise<string | null> => {
      const head = (await archive.head({ ...scope, serviceId: id }, caller)).value.content;
      if (head.revision === 0) await reads.service({ ...scope, serviceId: id }, caller);
      return head.state?.name ?? null;
    };
    const common = {
      identity: identityOf(version, type, identity),
      asOfMs: source.asOfMs,
      source,
      cacheControl: REVALIDATED,
      vary: ["accept"],
    };
    const asOf = presentInstant(source.asOfMs);
    if (type !== "text/csv") {
      const body = async () => {
        const { answer, text } = await compute();
        // No data may mean that the service does not exist; then answer 404 rather than "no deployments".
        if (serviceId !== null && Object.keys(answer.outcomes).length === 0) await nameOfService(serviceId);
        return `${text.slice(0, -1)},"asOf":${JSON.stringify(asOf)}}`;
      };
      return send(c, { ...common, contentType: type, body });
    }
    const service = serviceId === null ? null : { id: serviceId, name: await nameOfService(serviceId) };
    const { fromMs, toMs } = windows.window;
    const name = ["deploy-durations", service?.name ?? serviceId ?? scope.projectId];
    return send(c, {
      ...common,
      contentType: "text/csv; charset=utf-8; header=present",
      headers: { "content-disposition": attachment([...name, dayText(fromMs), dayText(toMs)], "csv") },
      body: async () => toCsv({ ...(await compute()).answer, asOf }, query.quantiles, service),
    });
  };
}
