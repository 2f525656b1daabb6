import { setTimeout as sleep } from "node:timers/promises";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { DeploymentDurations } from "@deploy-lens/core/durations";
import type { DayRollup } from "@deploy-lens/core/rollup";
import type { StatisticsSource } from "@deploy-lens/core/statistics";
import {
  type DeploymentsPage,
  type DeploymentsQuery,
  latestDeployment,
  listDeployments,
  readDeployment,
} from "./deployments.ts";
import { advanceDiscovery, type Discovery, readDiscovery } from "./discovery.ts";
import { type EventsPage, type EventsQuery, readEvents } from "./events.ts";
import type { StoredDeployment } from "./evidence.ts";
import { type IngestInput, type IngestResult, ingest } from "./ingest.ts";
import type { ServiceRef } from "./keys.ts";
import { type RederiveInput, type RederiveProgress, rederive } from "./rederive.ts";
import type { RetryPolicy } from "./retry.ts";
import {
  type DurationsQuery,
  type RollupsQuery,
  readDurations,
  readRollups,
  recentDurations,
} from "./rollups.ts";
import { readFacts } from "./service-days.ts";
import type { ServiceFacts } from "./service-facts.ts";
import type { Owed, ServiceHead } from "./service-head.ts";
import { readHead } from "./service-head-store.ts";
import {
  listServices,
  owedServices,
  readHeads,
  type ServicesPage,
  type ServicesQuery,
  unsettledServices,
} from "./services.ts";
import { type StatisticsSourceQuery, statisticsSource } from "./statistics-source.ts";
import type { StoreContext } from "./store-context.ts";
import { MAX_ITEM_BYTES } from "./table.ts";
import { tableClient } from "./table-client.ts";

/** What the store works with; everything but the client and the table has a default. */
export interface StoreOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** A day's item that would outgrow this is continued in another one, bytes. Default 256 KB. */
  readonly maxPartBytes?: number;
  /** How many days events, deployments and rollups are kept after their day; `null`, the default: for good. */
  readonly retentionDays?: number | null;
  /** How to try again what others' writes prevented: attempts, and the limits of a random wait that doubles, ms. */
  readonly retry?: Partial<RetryPolicy>;
}

/** The table as the rest of the product sees it. Every access is a read by key or a query of one partition, never a scan. */
export interface Store {
  /** Stores what was seen of a service and everything that follows from it. See {@link ingest}. */
  readonly ingest: (input: IngestInput) => Promise<IngestResult>;
  /** Derives a service's whole history again. See {@link rederive}. */
  readonly rederive: (input: RederiveInput) => Promise<RederiveProgress>;

  /** Reads a service's checkpoint and latest deployment; revision 0 when it was never seen. As of now. */
  readonly readHead: (service: ServiceRef) => Promise<ServiceHead>;
  /** Reads those of many services of a project, by service id. */
  readonly readHeads: (
    projectId: string,
    serviceIds: readonly string[],
  ) => Promise<ReadonlyMap<string, ServiceHead>>;
  /** Lists the services that were seen in a project. */
  readonly listServices: (query: ServicesQuery) => Promise<ServicesPage>;
  /** The ids of a project's services with an open deployment or an owed sync: what is to be looked at unasked. */
  readonly unsettledServices: (projectId: string) => Promise<readonly string[]>;
  /** What is owed of a project's services, by service id: syncs that failed and are still to be made good. */
  readonly owedServices: (projectId: string) => Promise<ReadonlyMap<string, Owed>>;

  /** Reads how far a project's services were discovered. As of now. */
  readonly readDiscovery: (projectId: string) => Promise<Discovery>;
  /** Moves that forward, never back. */
  readonly advanceDiscovery: (projectId: string, seen: Discovery) => Promise<Discovery>;

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
  /** Reads all facts of a stretch of time at once, to derive from. Half-open, epoch ms. As of now. */
  readonly readFacts: (
    query: ServiceRef & { readonly fromMs: number; readonly toMs: number },
  ) => Promise<ServiceFacts>;

  /** Reads rollups, one for each service and day. */
  readonly readRollups: (query: RollupsQuery) => Promise<DayRollup[]>;
  /** Reads what each deployment contributes to statistics. */
  readonly readDurations: (query: DurationsQuery) => Promise<DeploymentDurations[]>;
  /** Reads what a service's last deployments contributed, newest first: the history that an estimate needs. */
  readonly recentDurations: (
    query: ServiceRef & { readonly limit: number },
  ) => Promise<DeploymentDurations[]>;
  /** Reads what `durationStatistics` needs to answer a query. */
  readonly statisticsSource: (query: StatisticsSourceQuery) => Promise<StatisticsSource>;
}

const RETRY: RetryPolicy = {
  maxAttempts: 10,
  baseDelayMs: 20,
  maxDelayMs: 1_000,
  sleep: async (ms) => {
    await sleep(ms);
  },
  random: Math.random,
};

/**
 * Makes the store on a table that `createTable` or the infrastructure made.
 *
 * @example
 * const store = createStore({ client: connect({ region: "cn-north-4" }), tableName: "deploy-lens-dev" });
 * await store.ingest({ projectId, serviceId, facts, state, derive });
 */
export function createStore(options: StoreOptions): Store {
  const retry = { ...RETRY, ...options.retry };
  const context: StoreContext = {
    table: tableClient(options.client, options.tableName, retry),
    retry,
    maxPartBytes: options.maxPartBytes ?? 256 * 1024,
    maxItemBytes: MAX_ITEM_BYTES,
    retentionDays: options.retentionDays ?? null,
  };
  return {
    ingest: (input) => ingest(context, input),
    rederive: (input) => rederive(context, input),
    readHead: (service) => readHead(context.table, service),
    readHeads: (projectId, serviceIds) => readHeads(context, projectId, serviceIds),
    listServices: (query) => listServices(context, query),
    unsettledServices: (projectId) => unsettledServices(context, projectId),
    owedServices: (projectId) => owedServices(context, projectId),
    readDiscovery: (projectId) => readDiscovery(context, projectId),
    advanceDiscovery: (projectId, seen) => advanceDiscovery(context, projectId, seen),
    listDeployments: (query) => listDeployments(context, query),
    readDeployment: (deployment) => readDeployment(context, deployment),
    latestDeployment: (service) => latestDeployment(context, service),
    readEvents: (query) => readEvents(context, query),
    readFacts: (query) => readFacts(context.table, query),
    readRollups: (query) => readRollups(context, query),
    readDurations: (query) => readDurations(context, query),
    recentDurations: (query) => recentDurations(context, query),
    statisticsSource: (query) => statisticsSource(context, query),
  };
}
