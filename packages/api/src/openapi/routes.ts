import type * as z from "zod";
import { DeploymentAnswer } from "../deployments/deployment.ts";
import { DeploymentFacets, DeploymentPoints } from "../deployments/deployment-facets.ts";
import { DeploymentList } from "../deployments/deployments.ts";
import { DeploymentsRequest } from "../deployments/deployments-query.ts";
import { ProjectDeploymentList } from "../deployments/project-deployments.ts";
import { DeploymentFacetsQuery, ProjectDeploymentsQuery } from "../deployments/project-deployments-query.ts";
import { DeploymentTrace } from "../deployments/trace.ts";
import { EventList } from "../events/events.ts";
import { EventsRequest } from "../events/events-query.ts";
import { LIST_FORMATS, STATISTICS_FORMATS } from "../fields/format.ts";
import { DeploymentPath, FindingPath, ProjectPath, ServicePath, WirePath } from "../fields/ids.ts";
import { FindingEvidence, FindingList, ServiceFindingList } from "../findings/findings.ts";
import { FindingsQuery } from "../findings/findings-query.ts";
import { Health, Readiness } from "../health/health.ts";
import type { ProblemName } from "../problems/problem-types.ts";
import { ProjectList } from "../projects/projects.ts";
import { ServiceDetail, ServiceList } from "../services/services.ts";
import { ServicesRequest } from "../services/services-query.ts";
import { Delivery, DeliveryQuery, ProjectDeliveryQuery } from "../statistics/delivery.ts";
import { DeployDurations } from "../statistics/deploy-durations.ts";
import { ProjectDurationsQuery, ServiceDurationsQuery } from "../statistics/deploy-durations-query.ts";
import { WireEventList } from "../wire/wire-compatible.ts";
import { WireEventsQuery } from "../wire/wire-compatible-query.ts";
import {
  SAMPLE_DEPLOYMENT,
  SAMPLE_DURATIONS,
  SAMPLE_EVENTS,
  SAMPLE_SERVICE,
  SAMPLE_SUMMARY,
} from "./examples.ts";
import { PATHS, type RouteId } from "./paths.ts";

/** A route of the API, as documented in OpenAPI and checked against the router. */
export interface ApiRoute {
  readonly id: RouteId;
  readonly method: "GET";
  /** Parameters in braces, as in OpenAPI. */
  readonly path: string;
  readonly tag: "services" | "deployments" | "findings" | "statistics" | "wire-compatible" | "operation";
  readonly summary: string;
  readonly description?: string;
  /** True if a bearer token is required. */
  readonly secured: boolean;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** The 200 answer: a schema for JSON, or `null` where the body is not described here. */
  readonly answer: {
    readonly description: string;
    readonly schema: z.ZodType | null;
    readonly example?: unknown;
  };
  /** Media types of the 200 answer. Default: JSON. */
  readonly mediaTypes?: readonly string[];
  /** True if answers carry `ETag` and honour `If-None-Match`. */
  readonly cached: boolean;
  /** The format of errors: problem+json, or the upstream's own. */
  readonly errors: "problem" | "wire";
  /** The possible errors. */
  readonly problems: readonly ProblemName[];
}

const ANY = [
  "malformed-request",
  "not-acceptable",
  "internal",
  "overloaded",
  "too-many-requests",
  "uri-too-long",
  "content-too-large",
  "headers-too-large",
] as const;
const SECURED = [
  "invalid-parameters",
  "unauthenticated",
  "issuer-unavailable",
  "answer-too-large",
  ...ANY,
] as const;
const PROJECT = ["forbidden", "project-not-found", ...SECURED] as const;
const UPSTREAM = [
  "upstream-refused",
  "upstream-invalid",
  "upstream-unreachable",
  "upstream-throttled",
  "upstream-unavailable",
  "upstream-timeout",
] as const;
const ARCHIVE = "storage-unavailable";

function documented(path: string): string {
  return path.replaceAll(/:(\w+)/g, "{$1}");
}

/** Every route of the BFF. A test compares the router with this list. */
export const API_ROUTES = [
  {
    id: "listProjects",
    method: "GET",
    path: documented(PATHS.listProjects),
    tag: "services",
    summary: "The caller's projects",
    secured: true,
    answer: { description: "The projects.", schema: ProjectList },
    cached: true,
    errors: "problem",
    problems: SECURED,
  },
  {
    id: "listServices",
    method: "GET",
    path: documented(PATHS.listServices),
    tag: "services",
    summary: "The services of a project, each with its latest deployment",
    secured: true,
    params: ProjectPath,
    query: ServicesRequest,
    answer: {
      description: "A page of services.",
      schema: ServiceList,
      example: {
        services: [SAMPLE_SERVICE],
        page: { total: 1, nextCursor: null },
        asOf: SAMPLE_DEPLOYMENT.asOf,
      },
    },
    mediaTypes: Object.values(LIST_FORMATS),
    cached: true,
    errors: "problem",
    problems: [...PROJECT, ...UPSTREAM, ARCHIVE],
  },
  {
    id: "getService",
    method: "GET",
    path: documented(PATHS.getService),
    tag: "services",
    summary: "One service with its latest deployment",
    secured: true,
    params: ServicePath,
    answer: {
      description: "The service.",
      schema: ServiceDetail,
      example: { ...SAMPLE_SERVICE, asOf: SAMPLE_DEPLOYMENT.asOf },
    },
    cached: true,
    errors: "problem",
    problems: [...PROJECT, "service-not-found", ...UPSTREAM, ARCHIVE],
  },
  {
    id: "listEvents",
    method: "GET",
    path: documented(PATHS.listEvents),
    tag: "services",
    summary: "A service's events with their meaning",
    description:
      "One continuous list: recent events from the platform, and events beyond its retention from the archive.",
    secured: true,
    params: ServicePath,
    query: EventsRequest,
    answer: { description: "A page of events.", schema: EventList, example: SAMPLE_EVENTS },
    mediaTypes: Object.values(LIST_FORMATS),
    cached: true,
    errors: "problem",
    problems: [...PROJECT, "service-not-found", ...UPSTREAM, ARCHIVE],
  },
  {
    id: "listDeployments",
    method: "GET",
    path: documented(PATHS.listDeployments),
    tag: "deployments",
    summary: "A service's deployments, newest first",
    secured: true,
    params: ServicePath,
    query: DeploymentsRequest,
    answer: {
      description: "A page of deployments.",
      schema: DeploymentList,
      example: {
        deployments: [SAMPLE_SUMMARY],
        page: { total: null, nextCursor: null },
        asOf: SAMPLE_DEPLOYMENT.asOf,
      },
    },
    mediaTypes: Object.values(LIST_FORMATS),
    cached: true,
    errors: "problem",
    problems: [...PROJECT, "service-not-found", ...UPSTREAM, ARCHIVE],
  },
  {
    id: "listProjectDeployments",
    method: "GET",
    path: documented(PATHS.listProjectDeployments),
    tag: "deployments",
    summary: "The deployments of all services of a project, newest first",
    description:
      "What is stored of all services: it follows the platform by a sync, a minute as a rule. A service's own list reads the " +
      "platform's newest events, too.",
    secured: true,
    params: ProjectPath,
    query: ProjectDeploymentsQuery,
    answer: {
      description: "A page of deployments.",
      schema: ProjectDeploymentList,
      example: {
        deployments: [{ ...SAMPLE_SUMMARY, serviceName: SAMPLE_SERVICE.name }],
        page: { total: null, nextCursor: null },
        asOf: SAMPLE_DEPLOYMENT.asOf,
      },
    },
    mediaTypes: Object.values(LIST_FORMATS),
    cached: true,
    errors: "problem",
    problems: [...PROJECT, ARCHIVE],
  },
  {
    id: "getDeploymentFacets",
    method: "GET",
    path: documented(PATHS.getDeploymentFacets),
    tag: "deployments",
    summary:
      "How many deployments of a project have which service, outcome, cause, phase, model, kind, flag, duration",
    secured: true,
    params: ProjectPath,
    query: DeploymentFacetsQuery,
    answer: { description: "Counts by value.", schema: DeploymentFacets },
    cached: true,
    errors: "problem",
    problems: [...PROJECT, ARCHIVE],
  },
  {
    id: "listDeploymentPoints",
    method: "GET",
    path: documented(PATHS.listDeploymentPoints),
    tag: "deployments",
    summary: "The deployments of a project as points of a chart",
    secured: true,
    params: ProjectPath,
    query: DeploymentFacetsQuery,
    answer: { description: "The points.", schema: DeploymentPoints },
    cached: true,
    errors: "problem",
    problems: [...PROJECT, ARCHIVE],
  },
  {
    id: "getDeployment",
    method: "GET",
    path: documented(PATHS.getDeployment),
    tag: "deployments",
    summary: "One deployment, phase by phase",
    description:
      "`sum(phases[].criticalMs) + sum(gaps[].ms)` is `observedMs`, and `totalMs` once the deployment is closed. " +
      "The example is the sample of the platform's own reference page: it never finished.",
    secured: true,
    params: DeploymentPath,
    answer: { description: "The deployment.", schema: DeploymentAnswer, example: SAMPLE_DEPLOYMENT },
    cached: true,
    errors: "problem",
    problems: [...PROJECT, "service-not-found", "deployment-not-found", ...UPSTREAM, ARCHIVE],
  },
  {
    id: "getDeploymentTrace",
    method: "GET",
    path: documented(PATHS.getDeploymentTrace),
    tag: "deployments",
    summary: "One ended deployment as an OpenTelemetry trace",
    description:
      "The body of a request to `/v1/traces` of an OTLP/HTTP receiver, by the semantic conventions for CI/CD: a pipeline run with a task " +
      "for each phase of each model. The ids are the same each time. An open deployment has no trace yet.",
    secured: true,
    params: DeploymentPath,
    answer: { description: "The trace in OTLP's JSON encoding.", schema: DeploymentTrace },
    cached: true,
    errors: "problem",
    problems: [
      ...PROJECT,
      "service-not-found",
      "deployment-not-found",
      "deployment-open",
      ...UPSTREAM,
      ARCHIVE,
    ],
  },
  {
    id: "listFindings",
    method: "GET",
    path: documented(PATHS.listFindings),
    tag: "findings",
    summary: "Lasting changes in the services of a project, the newest first",
    description:
      "Which phase of which service changed, since when, by how much, and what else changed then. Found in each service's newest 300 to " +
      "600 deployments, some minutes after one has ended.",
    secured: true,
    params: ProjectPath,
    query: FindingsQuery,
    answer: { description: "A page of findings.", schema: FindingList },
    mediaTypes: Object.values(LIST_FORMATS),
    cached: true,
    errors: "problem",
    problems: [...PROJECT, ARCHIVE],
  },
  {
    id: "listServiceFindings",
    method: "GET",
    path: documented(PATHS.listServiceFindings),
    tag: "findings",
    summary: "Lasting changes in a service, and the changes that its history could have shown",
    secured: true,
    params: ServicePath,
    query: FindingsQuery,
    answer: { description: "A page of findings.", schema: ServiceFindingList },
    mediaTypes: Object.values(LIST_FORMATS),
    cached: true,
    errors: "problem",
    problems: [...PROJECT, "service-not-found", ...UPSTREAM, ARCHIVE],
  },
  {
    id: "getFinding",
    method: "GET",
    path: documented(PATHS.getFinding),
    tag: "findings",
    summary: "A finding with the deployments that it was made from",
    secured: true,
    params: FindingPath,
    answer: { description: "The finding and its evidence.", schema: FindingEvidence },
    cached: true,
    errors: "problem",
    problems: [...PROJECT, "finding-not-found", ARCHIVE],
  },
  {
    id: "getDeployDurations",
    method: "GET",
    path: documented(PATHS.getDeployDurations),
    tag: "statistics",
    summary: "Durations of a service's deployments and their phases",
    secured: true,
    params: ServicePath,
    query: ServiceDurationsQuery,
    answer: { description: "Statistics.", schema: DeployDurations, example: SAMPLE_DURATIONS },
    mediaTypes: Object.values(STATISTICS_FORMATS),
    cached: true,
    errors: "problem",
    problems: [...PROJECT, "service-not-found", ...UPSTREAM, ARCHIVE],
  },
  {
    id: "getProjectDeployDurations",
    method: "GET",
    path: documented(PATHS.getProjectDeployDurations),
    tag: "statistics",
    summary: "Durations of deployments and their phases, over all services of a project",
    secured: true,
    params: ProjectPath,
    query: ProjectDurationsQuery,
    answer: { description: "Statistics.", schema: DeployDurations, example: SAMPLE_DURATIONS },
    mediaTypes: Object.values(STATISTICS_FORMATS),
    cached: true,
    errors: "problem",
    problems: [...PROJECT, ...UPSTREAM, ARCHIVE],
  },
  {
    id: "getDelivery",
    method: "GET",
    path: documented(PATHS.getDelivery),
    tag: "statistics",
    summary: "How often, how reliably and how fast a service is deployed",
    secured: true,
    params: ServicePath,
    query: DeliveryQuery,
    answer: { description: "Delivery figures.", schema: Delivery },
    cached: true,
    errors: "problem",
    problems: [...PROJECT, "service-not-found", ...UPSTREAM, ARCHIVE],
  },
  {
    id: "getProjectDelivery",
    method: "GET",
    path: documented(PATHS.getProjectDelivery),
    tag: "statistics",
    summary: "How often, how reliably and how fast the services of a project are deployed",
    secured: true,
    params: ProjectPath,
    query: ProjectDeliveryQuery,
    answer: { description: "Delivery figures.", schema: Delivery },
    cached: true,
    errors: "problem",
    problems: [...PROJECT, ARCHIVE],
  },
  {
    id: "listWireEvents",
    method: "GET",
    path: documented(PATHS.listWireEvents),
    tag: "wire-compatible",
    summary: "A service's events in ModelArts' format",
    description: "For existing ModelArts clients: only the endpoint changes.",
    secured: true,
    params: WirePath,
    query: WireEventsQuery,
    answer: { description: "A page of events.", schema: WireEventList },
    cached: true,
    errors: "wire",
    problems: [...PROJECT, "service-not-found", ...UPSTREAM],
  },
  {
    id: "getHealth",
    method: "GET",
    path: documented(PATHS.getHealth),
    tag: "operation",
    summary: "Liveness of the process, without checking dependencies",
    secured: false,
    answer: { description: "Alive.", schema: Health },
    cached: false,
    errors: "problem",
    problems: ANY,
  },
  {
    id: "getReadiness",
    method: "GET",
    path: documented(PATHS.getReadiness),
    tag: "operation",
    summary: "Readiness to answer requests",
    secured: false,
    answer: { description: "Ready.", schema: Readiness },
    cached: false,
    errors: "problem",
    problems: [...ANY, "upstream-unavailable", ARCHIVE],
  },
  {
    id: "getOpenApi",
    method: "GET",
    path: documented(PATHS.getOpenApi),
    tag: "operation",
    summary: "This document",
    secured: false,
    answer: { description: "An OpenAPI 3.1 document.", schema: null },
    cached: true,
    errors: "problem",
    problems: ANY,
  },
  {
    id: "getDocs",
    method: "GET",
    path: documented(PATHS.getDocs),
    tag: "operation",
    summary: "This document as a web page",
    secured: false,
    answer: { description: "A web page.", schema: null },
    mediaTypes: ["text/html"],
    cached: true,
    errors: "problem",
    problems: ANY,
  },
] as const satisfies readonly ApiRoute[];
