import type { DeliveryAttempt } from "@deploy-lens/core/delivery";
import type { DeploymentDurations } from "@deploy-lens/core/durations";
import type { RecentRuns } from "@deploy-lens/core/findings/recent-runs";
import type { ReadContext } from "./day/context.ts";
import type { StoredDeployment } from "./day/deployment.ts";
import type { StoredFindings } from "./findings/items.ts";
import type { Owed, ServiceHead } from "./head/index.ts";
import { readHead } from "./head/store.ts";
import type { DeploymentsQuery, StoredDeploymentsPage } from "./lists/deployments.ts";
import { readEvents, type StoredEventsPage, type StoredEventsQuery } from "./lists/events.ts";
import type { ServicesPage, StoredServicesQuery } from "./lists/services.ts";
import type { StoredDeliveryQuery } from "./project-deployments/delivery.ts";
import type { ProjectDeployments, StoredProjectQuery } from "./project-deployments/index.ts";
import type { ProjectTraits, TraitsQuery } from "./project-deployments/traits.ts";
import type { StatisticsSourceQuery, StoredStatisticsSource } from "./statistics/source.ts";
import { tableReader } from "./table/client.ts";
import { jsonCalls, type Post } from "./table/json-calls.ts";
import type { ServiceRef } from "./table/keys.ts";
import { RETRY } from "./table/retry.ts";

/** Read access for answering requests. Every access is a read by key or a query of one partition. */
export interface StoreReader {
  /** Reads a service's checkpoint and latest deployment, strongly consistent; revision 0 if it was never seen. */
  readonly readHead: (service: ServiceRef) => Promise<ServiceHead>;
  /** Reads the heads of several services of a project, by service id. */
  readonly readHeads: (
    projectId: string,
    serviceIds: readonly string[],
  ) => Promise<ReadonlyMap<string, ServiceHead>>;
  /** Lists the services of a project that have been seen. */
  readonly listServices: (query: StoredServicesQuery) => Promise<ServicesPage>;
  /** Reads which services of a project have events that could not be read yet, by service id. */
  readonly owedServices: (projectId: string) => Promise<ReadonlyMap<string, Owed>>;

  /** Lists a service's deployments, newest first. */
  readonly listDeployments: (query: DeploymentsQuery) => Promise<StoredDeploymentsPage>;
  /** Lists the deployments of a project's services, newest first. */
  readonly listProjectDeployments: (query: StoredProjectQuery) => Promise<ProjectDeployments>;
  /** Reads what facets and charts of all deployments of a project rest on, the newest up to a limit. */
  readonly projectTraits: (query: TraitsQuery) => Promise<ProjectTraits>;
  /** Reads the attempts that delivery figures of a service or a project rest on. */
  readonly deliveryAttempts: (query: StoredDeliveryQuery) => Promise<readonly DeliveryAttempt[]>;
  /** Reads one deployment by id, or `null`. */
  readonly readDeployment: (
    deployment: ServiceRef & { readonly deploymentId: string },
  ) => Promise<StoredDeployment | null>;
  /** Reads the deployment that started last. */
  readonly latestDeployment: (service: ServiceRef) => Promise<StoredDeployment | null>;

  /** Reads the findings of each service of a project. */
  readonly readFindings: (projectId: string) => Promise<readonly StoredFindings[]>;
  /** Reads the runs that a service's findings rest on. */
  readonly readRecentRuns: (service: ServiceRef) => Promise<RecentRuns>;

  /** Reads stored events, page by page. */
  readonly readEvents: (query: StoredEventsQuery) => Promise<StoredEventsPage>;

  /** Reads the statistics of a service's last deployments, newest first, as the history for an estimate. */
  readonly recentDurations: (
    query: ServiceRef & { readonly limit: number },
  ) => Promise<DeploymentDurations[]>;
  /** Reads the input of `durationStatistics` for a query. */
  readonly statisticsSource: (query: StatisticsSourceQuery) => Promise<StoredStatisticsSource>;
}

// Loaded on first use: a function that answers events starts faster without them.
const deployments = () => import("./lists/deployments.ts");
const services = () => import("./lists/services.ts");
const rollups = () => import("./statistics/rollups.ts");
const projectDeployments = () => import("./project-deployments/index.ts");
const findings = () => import("./findings/index.ts");
const source = () => import("./statistics/source.ts");

/** Creates a reader on any implementation of the requests. */
export function readerOn(context: ReadContext): StoreReader {
  return {
    readHead: (service) => readHead(context.table, service),
    readHeads: async (projectId, serviceIds) => (await services()).readHeads(context, projectId, serviceIds),
    listServices: async (query) => (await services()).listStoredServices(context, query),
    owedServices: async (projectId) => (await services()).owedServices(context, projectId),
    listDeployments: async (query) => (await deployments()).listStoredDeployments(context, query),
    listProjectDeployments: async (query) => (await projectDeployments()).listStoredInProject(context, query),
    projectTraits: async (query) =>
      (await import("./project-deployments/traits.ts")).readTraits(context, query),
    deliveryAttempts: async (query) =>
      (await import("./project-deployments/delivery.ts")).readDeliveryAttempts(context, query),
    readDeployment: async (deployment) => (await deployments()).readDeployment(context, deployment),
    latestDeployment: async (service) => (await deployments()).latestStoredDeployment(context, service),
    readFindings: async (projectId) => (await findings()).readFindings(context, projectId),
    readRecentRuns: async (service) => (await findings()).readRecentRuns(context, service),
    readEvents: (query) => readEvents(context, query),
    recentDurations: async (query) => (await rollups()).recentDurations(context, query),
    statisticsSource: async (query) => (await source()).statisticsSource(context, query),
  };
}

/** Options of a reader. */
export interface ReaderOptions {
  readonly post: Post;
  readonly tableName: string;
  /** Attempts per request, including the first. */
  readonly maxAttempts: number;
}

/** Creates a reader without the AWS SDK, for a function that only reads and whose cold start keeps a caller waiting. */
export function createReader({ post, tableName, maxAttempts }: ReaderOptions): StoreReader {
  const table = tableReader(jsonCalls(post, { ...RETRY, maxAttempts }), tableName, RETRY);
  return readerOn({ table });
}
