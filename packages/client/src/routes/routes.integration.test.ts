import { parseParameters, parseQuery } from "@deploy-lens/api/fields/query";
import { SAMPLE_DURATIONS } from "@deploy-lens/api/openapi/examples";
import { API_ROUTES, type ApiRoute } from "@deploy-lens/api/openapi/routes";
import { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { type Client, createClient } from "../call/index.ts";
import { type LocalServer, sendJson, sendProblem, startServer } from "../testing/local-server.ts";
import { compareDeployDurations, compareProjectDeployDurations } from "./compare-durations.ts";
import { getDelivery, getProjectDelivery } from "./delivery.ts";
import {
  getDeployDurations,
  getDeployDurationsCsv,
  getProjectDeployDurations,
  getProjectDeployDurationsCsv,
} from "./deploy-durations.ts";
import {
  getDeployment,
  getDeploymentFacets,
  getDeploymentTrace,
  listDeploymentPoints,
  listDeployments,
  listProjectDeployments,
} from "./deployments.ts";
import { listEvents } from "./events.ts";
import { getFinding, listFindings, listServiceFindings } from "./findings.ts";
import { listProjects } from "./projects.ts";
import { getService, listServices } from "./services.ts";

interface Understood {
  readonly id: string;
  readonly params: unknown;
  readonly query: unknown;
}

const routes: readonly ApiRoute[] = API_ROUTES;
const NOTHING = z.strictObject({});
const UNKNOWN = { beforeMs: null, afterMs: null, differenceMs: null, ratio: null };
const COMPARISON = {
  ...SAMPLE_DURATIONS,
  differences: {
    groups: [],
    total: { n: { before: 1, after: 1 }, mean: UNKNOWN, quantiles: {}, rankSum: null },
  },
};
let server: LocalServer;
let client: Client;
let understood: Understood[] = [];

beforeAll(async () => {
  server = await startServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    const route = routes.find(({ path }) => patternOf(path).test(pathname));
    if (route === undefined) return sendProblem(response, 404, "route-not-found");
    const params = parseParameters(route.params ?? NOTHING, {
      ...patternOf(route.path).exec(pathname)?.groups,
    });
    const query = parseQuery(route.query ?? NOTHING, searchParams);
    if (!params.ok || !query.ok) return sendJson(response, { params, query }, { status: 400 });
    understood.push({ id: route.id, params: params.value, query: query.value });
    if (request.headers.accept === "text/csv") {
      return response.writeHead(200, { "content-type": "text/csv" }).end(`${route.id}\n`);
    }
    const comparison = searchParams.has("compareTo") ? COMPARISON : undefined;
    return sendJson(response, { ...exampleOf(route), comparison });
  });
  client = createClient({ baseUrl: server.baseUrl });
});

afterAll(() => server.close());

/** A path template as a pattern with one group per parameter. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
}

function exampleOf({ answer }: ApiRoute): object {
  return typeof answer.example === "object" && answer.example !== null ? answer.example : {};
}

async function ask(call: Promise<unknown>): Promise<Understood | undefined> {
  understood = [];
  await call;
  expect(understood).toHaveLength(1);
  return understood[0];
}

const projectId = "demo";
const serviceId = "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e";
const service = { projectId, serviceId };

test("each function reaches its route, and the API understands what was asked", async () => {
  expect(await ask(listProjects(client))).toMatchObject({ id: "listProjects" });
  expect(
    await ask(
      listServices(client, { projectId, status: ["running", "failed"], search: "推理 1", sort: "name" }),
    ),
  ).toEqual({
    id: "listServices",
    params: { projectId },
    query: { status: ["running", "failed"], search: "推理 1", sort: "name", limit: 100 },
  });
  expect(await ask(getService(client, service))).toMatchObject({ id: "getService", params: service });
  expect(
    await ask(
      listEvents(client, {
        ...service,
        from: new Date(5),
        to: 7,
        phase: ["pull_image"],
        model: "a b+c 1",
        limit: 9,
      }),
    ),
  ).toEqual({
    id: "listEvents",
    params: service,
    query: { from: 5, to: 7, phase: ["pull_image"], model: "a b+c 1", limit: 9, order: "desc" },
  });
  expect(await ask(listDeployments(client, { ...service, outcome: ["open", "failure"] }))).toMatchObject({
    id: "listDeployments",
    query: { outcome: ["open", "failure"], limit: 50 },
  });
  const asked = {
    projectId: service.projectId,
    service: ["a", "b"],
    cause: ["quota"],
    text: "a&b",
    minMs: 5,
  } as const;
  expect(await ask(listProjectDeployments(client, asked))).toMatchObject({
    id: "listProjectDeployments",
    query: { service: ["a", "b"], cause: ["quota"], text: "a&b", minMs: 5, limit: 50 },
  });
  for (const [filtered, id] of [
    [getDeploymentFacets, "getDeploymentFacets"],
    [listDeploymentPoints, "listDeploymentPoints"],
  ] as const) {
    expect(await ask(filtered(client, asked))).toMatchObject({ id, query: { cause: ["quota"], minMs: 5 } });
  }
  const findings = { state: ["open", "suspected"], kind: ["slower"], phase: ["total"], limit: 5 } as const;
  expect(await ask(listFindings(client, { projectId, ...findings }))).toEqual({
    id: "listFindings",
    params: { projectId },
    query: findings,
  });
  expect(await ask(listServiceFindings(client, { ...service, ...findings }))).toMatchObject({
    id: "listServiceFindings",
    query: findings,
  });
  expect(await ask(getFinding(client, { ...service, findingId: "f1" }))).toMatchObject({
    id: "getFinding",
    params: { ...service, findingId: "f1" },
  });
  expect(await ask(getDeployment(client, { ...service, deploymentId: "latest" }))).toMatchObject({
    id: "getDeployment",
    params: { ...service, deploymentId: "latest" },
  });
  expect(await ask(getDeploymentTrace(client, { ...service, deploymentId: "d1" }))).toMatchObject({
    id: "getDeploymentTrace",
    params: { ...service, deploymentId: "d1" },
  });
});

test("delivery figures", async () => {
  expect(await ask(getDelivery(client, { ...service, from: 5 }))).toMatchObject({
    id: "getDelivery",
    query: { from: 5 },
  });
  const { projectId } = service;
  expect(await ask(getProjectDelivery(client, { projectId, to: 7 }))).toMatchObject({
    id: "getProjectDelivery",
    query: { to: 7 },
  });
});

test("statistics, as JSON and as CSV", async () => {
  const asked = { groupBy: ["day", "phase"], quantiles: [0.5, 0.95], outcome: ["any"] } as const;
  const expected = { groupBy: ["day", "phase"], quantiles: [0.5, 0.95], outcome: ["any"] };
  expect(await ask(getDeployDurations(client, { ...service, ...asked }))).toMatchObject({
    id: "getDeployDurations",
    query: expected,
  });
  expect(
    await ask(getProjectDeployDurations(client, { projectId, ...asked, groupBy: ["service"] })),
  ).toMatchObject({
    id: "getProjectDeployDurations",
    query: { ...expected, groupBy: ["service"] },
  });
  expect(await getDeployDurationsCsv(client, service)).toBe("getDeployDurations\n");
  expect(await getProjectDeployDurationsCsv(client, { projectId })).toBe("getProjectDeployDurations\n");
});

test("a comparison is asked for, and is there", async () => {
  const range = { from: new Date(1000), to: "1970-01-01T00:00:02Z" };
  expect(await ask(compareDeployDurations(client, service))).toMatchObject({
    query: { compareTo: "previous" },
  });
  expect(await ask(compareProjectDeployDurations(client, { projectId, compareTo: range }))).toMatchObject({
    query: { compareTo: { fromMs: 1000, toMs: 2000 } },
  });
  const { comparison } = await compareDeployDurations(client, service);
  expect(comparison.differences.total.n).toEqual({ before: 1, after: 1 });
});

test("every JSON route of the API has its function", () => {
  const functions = [
    ...[listProjects, listServices, getService, listEvents, listDeployments, getDeployment],
    ...[
      listProjectDeployments,
      getDeploymentFacets,
      listDeploymentPoints,
      getDeploymentTrace,
      getDelivery,
      getProjectDelivery,
      listFindings,
      listServiceFindings,
      getFinding,
    ],
    ...[getDeployDurations, getProjectDeployDurations],
  ].map(({ name }) => name);
  const normalized = routes.filter(({ path }) => path.startsWith("/api/")).map(({ id }) => id);
  expect(functions.sort()).toEqual(normalized.sort());
});

test("what comes back is what the API's schema describes", async () => {
  const answer = await getDeployDurations(client, service);
  expect(DeployDurations.parse(answer)).toEqual(answer);
});
