import type { DeploymentDurations } from "@deploy-lens/core/durations";
import type { DayRollup } from "@deploy-lens/core/rollup";
import type { ServiceFacts } from "./day/facts.ts";
import { readFacts } from "./day/read.ts";
import { advanceDiscovery, type Discovery, readDiscovery } from "./discovery.ts";
import { outdatedServices, unsettledServices } from "./lists/services.ts";
import { type FoldInput, type FoldResult, foldProjectDays } from "./project-days/fold.ts";
import { type ProjectDays, readProjectDays } from "./project-days/index.ts";
import type { ProjectDaysQuery } from "./project-days/marks.ts";
import { type RecountInput, recountProjectDay } from "./project-days/recount.ts";
import { readerOn, type StoreReader } from "./reader.ts";
import { type DurationsQuery, type RollupsQuery, readDurations, readRollups } from "./statistics/rollups.ts";
import type { ServiceRef } from "./table/keys.ts";
import { contextOf, type StoreOptions, type StoreWriter, writerOn } from "./writer.ts";

/** The complete store. Every access is a read by key or a query of one partition, never a scan. */
export interface Store extends StoreReader, StoreWriter {
  /** The ids of a project's services with an open deployment or an owed sync, which need a sync even without a change. */
  readonly unsettledServices: (projectId: string) => Promise<readonly string[]>;

  /** The ids of a project's services whose history was derived by an older version of the rules. */
  readonly outdatedServices: (projectId: string) => Promise<readonly string[]>;

  /** Reads a project's discovery progress, strongly consistent. */
  readonly readDiscovery: (projectId: string) => Promise<Discovery>;
  /** Advances the discovery progress, never back. */
  readonly advanceDiscovery: (projectId: string, seen: Discovery) => Promise<Discovery>;

  /** Reads all facts of a half-open span of time, epoch ms, to derive from; strongly consistent. */
  readonly readFacts: (
    query: ServiceRef & { readonly fromMs: number; readonly toMs: number },
  ) => Promise<ServiceFacts>;

  /** Takes the days of services that changed into the days of their project. See {@link foldProjectDays}. */
  readonly foldProjectDays: (input: FoldInput) => Promise<FoldResult>;
  /** Replaces a project's day by the sum of its services' days. See {@link recountProjectDay}. */
  readonly recountProjectDay: (input: RecountInput) => Promise<void>;
  /** Reads the rollups of a project's days, with what no fold has taken in yet. */
  readonly readProjectDays: (query: ProjectDaysQuery) => Promise<ProjectDays>;
  /** Reads rollups, one for each service and day. */
  readonly readRollups: (query: RollupsQuery) => Promise<DayRollup[]>;
  /** Reads each deployment's contribution to statistics. */
  readonly readDurations: (query: DurationsQuery) => Promise<DeploymentDurations[]>;
}

/**
 * Creates the store on an existing table.
 *
 * @example
 * const store = createStore({ client: connect({ region: "cn-north-4" }), tableName: "deploy-lens-dev" });
 * await store.ingest({ projectId, serviceId, facts, state });
 */
export function createStore(options: StoreOptions): Store {
  const context = contextOf(options);
  return {
    ...readerOn(context),
    ...writerOn(context),
    unsettledServices: (projectId) => unsettledServices(context, projectId),
    outdatedServices: (projectId) => outdatedServices(context, projectId),
    readDiscovery: (projectId) => readDiscovery(context, projectId),
    advanceDiscovery: (projectId, seen) => advanceDiscovery(context, projectId, seen),
    foldProjectDays: (input) => foldProjectDays(context, input),
    recountProjectDay: (input) => recountProjectDay(context, input),
    readProjectDays: (query) => readProjectDays(context, query),
    readFacts: (query) => readFacts(context.table, query),
    readRollups: (query) => readRollups(context, query),
    readDurations: (query) => readDurations(context, query),
  };
}
