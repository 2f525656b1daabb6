import { hash } from "node:crypto";
import {
  COUNTED_AT_MOST,
  type DeploymentFacets,
  type DeploymentPoint,
  type DeploymentPoints,
  FACET_VALUES_AT_MOST,
} from "@deploy-lens/api/deployments/deployment-facets";
import { DeploymentFacetsQuery } from "@deploy-lens/api/deployments/project-deployments-query";
import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import { modeBoundary } from "@deploy-lens/core/findings/modes";
import { facetsOf } from "@deploy-lens/store/project-deployments/facets";
import { matchesFilter } from "@deploy-lens/store/project-deployments/filter";
import type { DeploymentTraits, ProjectTraits } from "@deploy-lens/store/project-deployments/traits";
import type { Context } from "hono";
import { identityOf } from "../cache/identity.ts";
import { createReadThrough, type Read, type ReadThrough } from "../cache/read-through.ts";
import { type Source, sourceOf } from "../cache/source.ts";
import { admissionOf } from "../http/admission.ts";
import { readQuery } from "../http/read-query.ts";
import { REVALIDATED, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { principalOf, projectInScope } from "../http/scope.ts";
import { inSlices, jsonInSteps } from "../http/slices.ts";
import type { AppEnv } from "../request/context.ts";
import { ProblemError } from "../request/problem-error.ts";
import { filterOf, rangeOf } from "./project-filter.ts";

/** Ms. A change of a filter within this time reads nothing; `asOf` says when it was read. */
const FRESH_MS = 30_000;

const MAX_BYTES = 32 * 1024 * 1024;
/** Measured on the demo's deployments. */
const BYTES_EACH = 700;

export function facetsRoute(deps: RouteDeps): Handler {
  return async (c) => {
    const { projectId } = projectInScope(c);
    const query = readQuery(c, DeploymentFacetsQuery);
    const { archive, read } = await readWith(deps, c, projectId, query);
    const { service, model, ...facets } = facetsOf(read.value.deployments, filterOf(query));
    const shown = service.slice(0, FACET_VALUES_AT_MOST);
    const ids = shown.map(({ value }) => value).sort();
    const heads = ids.length === 0 ? null : await archive.heads(projectId, ids, c.var.context);
    const names = new Map(
      heads?.value.content.map(({ serviceId, state }) => [serviceId, state?.name ?? null]),
    );
    const answer: Omit<DeploymentFacets, "asOf"> = {
      counted: coverageOf(read.value, query),
      ...facets,
      service: shown.map(({ value, n }) => ({ value, name: names.get(value) ?? null, n })),
      model: model.slice(0, FACET_VALUES_AT_MOST),
    };
    return reply(deps, c, sourceOf(read), JSON.stringify(answer));
  };
}

export function pointsRoute(deps: RouteDeps): Handler {
  return async (c) => {
    const { projectId } = projectInScope(c);
    const query = readQuery(c, DeploymentFacetsQuery);
    const { read } = await readWith(deps, c, projectId, query);
    const { deployments } = read.value;
    const boundaries = pullBoundaries(deployments);
    const filter = filterOf(query);
    const points = deployments
      .filter((deployment) => matchesFilter(filter, deployment))
      .map((deployment) => presentPoint(deployment, boundaries.get(deployment.serviceId) ?? null));
    const answer: Omit<DeploymentPoints, "asOf"> = {
      counted: coverageOf(read.value, query),
      matching: points.length,
      points,
    };
    return reply(deps, c, sourceOf(read), await inSlices(jsonInSteps(answer), c.var.context.signal));
  };
}

const caches = new WeakMap<RouteDeps, ReadThrough<ProjectTraits>>();

/** Both routes and all filters of one window share what was read. */
function cacheOf(deps: RouteDeps): ReadThrough<ProjectTraits> {
  const cache =
    caches.get(deps) ??
    createReadThrough<ProjectTraits>({
      times: { ...deps.archiveTimes, softMs: FRESH_MS },
      maxWeight: MAX_BYTES,
      weigh: ({ deployments }) => BYTES_EACH * deployments.length,
      meaningOf: (error) =>
        error instanceof ProblemError && error.problem === "storage-unavailable" ? "outage" : "other",
      now: deps.now,
      monotonicNow: deps.monotonicNow,
    });
  caches.set(deps, cache);
  return cache;
}

async function readWith(
  deps: RouteDeps,
  c: Context<AppEnv>,
  projectId: string,
  asked: DeploymentFacetsQuery,
): Promise<{ archive: NonNullable<RouteDeps["archive"]>; read: Read<ProjectTraits> }> {
  const { archive, now } = deps;
  if (archive === null)
    throw new ProblemError("storage-unavailable", { detail: "No archive is configured." });
  const query = { projectId, ...rangeOf(asked), limit: COUNTED_AT_MOST };
  const read = await cacheOf(deps).read(JSON.stringify(query), c.var.context, (inner) =>
    admissionOf(deps)(principalOf(c).caller, inner.signal, () =>
      archive.projectTraits({ ...query, nowMs: now() }, inner),
    ),
  );
  return { archive, read };
}

function reply({ version }: RouteDeps, c: Context<AppEnv>, source: Source, text: string): Promise<Response> {
  return send(c, {
    contentType: "application/json",
    identity: identityOf(version, hash("sha256", text, "base64url")),
    asOfMs: source.asOfMs,
    source,
    cacheControl: REVALIDATED,
    vary: [],
    body: () => `${text.slice(0, -1)},"asOf":${JSON.stringify(presentInstant(source.asOfMs))}}`,
  });
}

function coverageOf(
  { deployments, sinceMs }: ProjectTraits,
  query: DeploymentFacetsQuery,
): DeploymentFacets["counted"] {
  return {
    deployments: deployments.length,
    since: presentInstant(sinceMs),
    isWhole: sinceMs === rangeOf(query).fromMs,
  };
}

/** By service, the time that separates pulls of cached images from others, ms. */
function pullBoundaries(deployments: readonly DeploymentTraits[]): ReadonlyMap<string, number | null> {
  const pulls = Map.groupBy(deployments, ({ serviceId }) => serviceId);
  return new Map(
    [...pulls].map(([serviceId, list]) => [
      serviceId,
      modeBoundary(list.flatMap(({ phasesMs }) => phasesMs.pull_image ?? [])),
    ]),
  );
}

function presentPoint(
  { id, serviceId, startedAtMs, observedMs, kind, outcome, cause, models, phasesMs }: DeploymentTraits,
  boundaryMs: number | null,
): DeploymentPoint {
  const pullMs = phasesMs.pull_image ?? null;
  return {
    id,
    serviceId,
    startedAt: presentInstant(startedAtMs),
    observedMs,
    kind,
    outcome,
    cause,
    models: [...models],
    phasesMs,
    cached: boundaryMs === null || pullMs === null ? null : pullMs < boundaryMs,
  };
}
