import type { DeploymentDurations } from "@deploy-lens/core/durations";
import type { StatisticsSource } from "@deploy-lens/core/statistics";
import {
  type DeploymentsPage,
  type DeploymentsQuery,
  latestDeployment,
  listDeployments,
  readDeployment,
} from "./deployments.ts";
import { type EventsPage, type EventsQuery, readEvents } from "./events.ts";
import type { StoredDeployment } from "./evidence.ts";
import { jsonCalls, type Post } from "./json-calls.ts";
import type { ServiceRef } from "./keys.ts";
import { RETRY } from "./retry.ts";
import { recentDurations } from "./rollups.ts";
import type { ServiceHead } from "./service-head.ts";
import { readHead } from "./service-head-store.ts";
import { listServices, readHeads, type ServicesPage, type ServicesQuery } from "./services.ts";
import { type StatisticsSourceQuery, statisticsSource } from "./statistics-source.ts";
import type { ReadContext } from "./store-context.ts";
import { tableReader } from "./table-client.ts";

/** What may be read of the table by whoever answers questions. Every access is a read by key or a query of one partition. */
export interface StoreReader {
  /** Reads a service's checkpoint and latest deployment; revision 0 when it was never seen. As of now. */
  readonly readHead: (service: ServiceRef) => Promise<ServiceHead>;
  /** Reads those of many services of a project, by service id. */
  readonly readHeads: (
    projectId: string,
    serviceIds: readonly string[],
  ) => Promise<ReadonlyMap<string, ServiceHead>>;
  /** Lists the services that were seen in a project. */
  readonly listServices: (query: ServicesQuery) => Promise<ServicesPage>;

  /** Lists a service's deployments, newest first. */
  readonly listDeployments: (query: DeploymentsQuery) => Promise<DeploymentsPage>;
  /** Reads one deployment; `null` when there is none of this id. */
  readonly readDeployment: (
    deployment: ServiceRef & { readonly deploymentId: string },
  ) => Promise<StoredDeployment | null>;
  /** Reads the deployment that started last. */
  readonly latestDeployment: (service: ServiceRef) => Promise<StoredDeployment | null>;

  /** Reads events from the archive, page by page. */
  readonly readEvents: (query: EventsQuery) => Promise<EventsPage>;

  /** Reads what a service's last deployments contributed, newest first: the history that an estimate needs. */
  readonly recentDurations: (
    query: ServiceRef & { readonly limit: number },
  ) => Promise<DeploymentDurations[]>;
  /** Reads what `durationStatistics` needs to answer a query. */
  readonly statisticsSource: (query: StatisticsSourceQuery) => Promise<StatisticsSource>;
}

/** Reads through whatever carries the requests. */
export function readerOn(context: ReadContext): StoreReader {
  return {
    readHead: (service) => readHead(context.table, service),
    readHeads: (projectId, serviceIds) => readHeads(context, projectId, serviceIds),
    listServices: (query) => listServices(context, query),
    listDeployments: (query) => listDeployments(context, query),
    readDeployment: (deployment) => readDeployment(context, deployment),
    latestDeployment: (service) => latestDeployment(context, service),
    readEvents: (query) => readEvents(context, query),
    recentDurations: (query) => recentDurations(context, query),
    statisticsSource: (query) => statisticsSource(context, query),
  };
}

/** What a reader needs. */
export interface ReaderOptions {
  readonly post: Post;
  readonly tableName: string;
  /** How often one request is tried in all. */
  readonly maxAttempts: number;
}

/** Makes a reader that needs no AWS SDK: for a function that only reads, and starts with somebody waiting. */
export function createReader({ post, tableName, maxAttempts }: ReaderOptions): StoreReader {
  const table = tableReader(jsonCalls(post, { ...RETRY, maxAttempts }), tableName, RETRY);
  return readerOn({ table });
}
