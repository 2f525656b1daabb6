import { hash } from "node:crypto";
import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import {
  ProjectDurationsQuery,
  ServiceDurationsQuery,
} from "@deploy-lens/api/statistics/deploy-durations-query";
import type { Context } from "hono";
import { identityOf } from "../cache/identity.ts";
import { createReadThrough } from "../cache/read-through.ts";
import { sourceOf } from "../cache/source.ts";
import { admissionOf } from "../http/admission.ts";
import { attachment, dayText } from "../http/file-name.ts";
import { readQuery } from "../http/read-query.ts";
import { REVALIDATED, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { principalOf, projectInScope, serviceInScope } from "../http/scope.ts";
import { inSlices, jsonInSteps } from "../http/slices.ts";
import type { AppEnv } from "../request/context.ts";
import { ProblemError } from "../request/problem-error.ts";
import { computeStatistics, type StatisticsSubject, windowsOf } from "./compute-statistics.ts";
import { toCsv } from "./csv.ts";

export function serviceDurationsRoute(deps: RouteDeps): Handler {
  const answer = answerWith(deps);
  return (c) => answer(c, serviceInScope(c), readQuery(c, ServiceDurationsQuery));
}

export function projectDurationsRoute(deps: RouteDeps): Handler {
  const answer = answerWith(deps);
  return (c) => answer(c, { ...projectInScope(c), serviceId: null }, readQuery(c, ProjectDurationsQuery));
}

interface Computed {
  readonly answer: Omit<DeployDurations, "asOf">;
  /** The answer as JSON. */
  readonly text: string;
  readonly identity: string;
}

const MAX_BYTES = 32 * 1024 * 1024;

function answerWith(deps: RouteDeps) {
  const { archive, reads, archiveTimes, now, monotonicNow, version } = deps;
  const admit = admissionOf(deps);
  const computed = createReadThrough<Computed>({
    times: archiveTimes,
    maxWeight: MAX_BYTES,
    // The answer's objects take about three times as much memory as its text.
    weigh: ({ text }) => 4 * text.length,
    meaningOf: (error) =>
      error instanceof ProblemError && error.problem === "storage-unavailable" ? "outage" : "other",
    now,
    monotonicNow,
  });

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
    const read = await computed.read(JSON.stringify([scope, query, windows]), caller, async (inner) => {
      const answer = await admit(principalOf(c).caller, inner.signal, () =>
        computeStatistics(archive, scope, query, windows, inner),
      );
      const text = await inSlices(jsonInSteps(answer), inner.signal);
      return { answer, text, identity: hash("sha256", text, "base64url") };
    });
    const { answer, text, identity } = read.value;
    const { serviceId } = scope;
    const head =
      serviceId === null || (type !== "text/csv" && Object.keys(answer.outcomes).length > 0)
        ? null
        : (await archive.head({ ...scope, serviceId }, caller)).value.content;
    // No data may mean that the service does not exist; then answer 404 rather than "no deployments".
    if (serviceId !== null && head?.revision === 0) await reads.service({ ...scope, serviceId }, caller);
    const source = sourceOf(read);
    const service = serviceId === null ? null : { id: serviceId, name: head?.state?.name ?? null };
    const { fromMs, toMs } = windows.window;
    const asOf = presentInstant(source.asOfMs);
    return send(c, {
      contentType: type === "text/csv" ? "text/csv; charset=utf-8; header=present" : type,
      identity: identityOf(version, type, identity),
      asOfMs: source.asOfMs,
      source,
      cacheControl: REVALIDATED,
      vary: ["accept"],
      ...(type === "text/csv" && {
        headers: {
          "content-disposition": attachment(
            [
              "deploy-durations",
              service?.name ?? service?.id ?? scope.projectId,
              dayText(fromMs),
              dayText(toMs),
            ],
            "csv",
          ),
        },
      }),
      body: () =>
        type === "text/csv"
          ? toCsv({ ...answer, asOf }, query.quantiles, service)
          : `${text.slice(0, -1)},"asOf":${JSON.stringify(asOf)}}`,
    });
  };
}
