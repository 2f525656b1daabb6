import type { ServiceSummary } from "@deploy-lens/core/event/service";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { isWireEventsAnswer, type WireEventsAnswer } from "@deploy-lens/core/upstream/events";
import type { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import type { Salvaged, SetAsideRow } from "@deploy-lens/core/upstream/salvage";
import type { WireServiceDetail } from "@deploy-lens/core/upstream/service-detail";
import type { WireServiceList } from "@deploy-lens/core/upstream/services";
import type { WireUpdateLogs } from "@deploy-lens/core/upstream/update-logs";
import { canonicalQuery } from "./auth/signature.ts";
import type { UpstreamCallOptions } from "./call/options.ts";
import { ROUTES, routePath } from "./call/route.ts";
import { createTransport, type TransportOptions } from "./create-transport.ts";
import type { EventsReport, EventsWindow } from "./paging/read-events.ts";
import type { OffsetModeSetting, PagingReport } from "./paging/row-paging.ts";
import type { ServicesQuery, UpdateLogsQuery } from "./paging/services-query.ts";
import { get, type UpstreamReply } from "./transport.ts";

/** Options of {@link createModelArtsClient}. */
export type ModelArtsClientOptions = TransportOptions & {
  /** Unit of the upstream's `offset`, for the `read…` methods; detected by default. */
  readonly offsetMode?: OffsetModeSetting | undefined;
};

/** Paging options. The deadline and the signal bound the whole read. */
export interface ReadOptions extends UpstreamCallOptions {
  /** Rows per page, 1000 by default. */
  readonly pageSize?: number | undefined;
  /** Reading more pages than this is an error; 1000 by default. */
  readonly maxPages?: number | undefined;
  /**
   * True if to confirm, with one more call, that nothing follows a full last page; `true` by default.
   */
  readonly confirmEnd?: boolean | undefined;
}

/**
 * A ModelArts client. Methods named after an API operation return its answer parsed, with the upstream's field names; the
 * `read…` methods go through all pages and use the product's names.
 *
 * Every method throws {@link ModelArtsFailure} and nothing else; `InvalidArgumentError` is thrown before anything is sent.
 */
export interface ModelArtsClient {
  /** One page of a service's events. */
  listEvents(
    projectId: string,
    serviceId: string,
    query: EventsQuery,
    options?: UpstreamCallOptions,
  ): Promise<UpstreamReply<WireEventsAnswer>>;
  /** One page of a project's services, the most recent change of state first by default. */
  listServices(
    projectId: string,
    query?: ServicesQuery,
    options?: UpstreamCallOptions,
  ): Promise<UpstreamReply<WireServiceList>>;
  /** One service with its models. */
  getService(
    projectId: string,
    serviceId: string,
    options?: UpstreamCallOptions,
  ): Promise<UpstreamReply<WireServiceDetail>>;
  /** A service's updates, or only the one at `updateTimeMs`. */
  listUpdateLogs(
    projectId: string,
    serviceId: string,
    query?: UpdateLogsQuery,
    options?: UpstreamCallOptions,
  ): Promise<UpstreamReply<WireUpdateLogs>>;
  /** Yields every event of a range once, oldest first, in batches. */
  readEvents(
    projectId: string,
    serviceId: string,
    window: EventsWindow,
    options?: ReadOptions,
  ): AsyncGenerator<readonly ServiceEvent[], EventsReport>;
  /**
   * Yields every service in batches; leave the loop to stop early. A service that changes its state while the list is
   * being read is yielded again.
   */
  readServices(
    projectId: string,
    query?: Omit<ServicesQuery, "offset" | "limit">,
    options?: ReadOptions,
  ): AsyncGenerator<readonly ServiceSummary[], PagingReport & Pick<EventsReport, "setAside">>;
  /** True if the circuit breaker lets calls through, for a readiness check. No I/O. */
  isUpstreamHealthy(): boolean;
}

// Loaded on first use: a function that answers events rarely reads more than one page and starts faster without them.
const eventWindows = () => import("./paging/read-events.ts");
const rowPaging = () => import("./paging/row-paging.ts");
const salvaging = () => import("@deploy-lens/core/upstream/salvage");
const wireServices = () => import("@deploy-lens/core/upstream/services");
const servicesQueries = () => import("./paging/services-query.ts");
const wireServiceDetail = () => import("@deploy-lens/core/upstream/service-detail");
const wireUpdateLogs = () => import("@deploy-lens/core/upstream/update-logs");

function whole<T>(answer: T): Salvaged<T> {
  return { answer, setAside: [] };
}

/**
 * Creates a client.
 *
 * @example
 * const client = createModelArtsClient({
 *   region: "cn-north-4",
 *   credentials: parseCredentials({ accessKey: "…", secretKey: "…" }),
 *   now: Date.now,
 *   random: Math.random,
 * });
 * const { answer } = await client.listEvents(projectId, serviceId, EventsQuery.create({ order: "asc" }), {
 *   deadlineMs: Date.now() + 2_000,
 * });
 * answer.events.length; // up to 1000
 * @throws InvalidArgumentError naming the invalid setting.
 */
export function createModelArtsClient(options: ModelArtsClientOptions): ModelArtsClient {
  const transport = createTransport(options);
  const offsetModes = { events: options.offsetMode ?? "auto", services: options.offsetMode ?? "auto" };
  const paging = (
    list: keyof typeof offsetModes,
    { pageSize = 1000, maxPages = 1000, confirmEnd }: ReadOptions,
  ) => ({
    pageSize,
    maxPages,
    confirmEnd,
    offsetMode: offsetModes[list],
  });

  const client: ModelArtsClient = {
    listEvents: (projectId, serviceId, query, callOptions = {}) =>
      get(
        transport,
        {
          route: ROUTES.listEvents,
          ids: { project_id: projectId, service_id: serviceId },
          query: canonicalQuery(query.toPairs({ defaults: "write" })),
          parse: async (body) =>
            isWireEventsAnswer(body) ? whole(body) : (await salvaging()).salvageEvents(body),
        },
        callOptions,
      ),
    listServices: async (projectId, query = {}, callOptions = {}) =>
      get(
        transport,
        {
          route: ROUTES.listServices,
          ids: { project_id: projectId },
          query: (await servicesQueries()).servicesQueryString(query),
          parse: async (body) => (await wireServices()).readServiceList(body),
        },
        callOptions,
      ),
    getService: (projectId, serviceId, callOptions = {}) =>
      get(
        transport,
        {
          route: ROUTES.getService,
          ids: { project_id: projectId, service_id: serviceId },
          query: "",
          parse: async (body) => whole((await wireServiceDetail()).parseServiceDetail(body)),
        },
        callOptions,
      ),
    listUpdateLogs: async (projectId, serviceId, query = {}, callOptions = {}) =>
      get(
        transport,
        {
          route: ROUTES.listUpdateLogs,
          ids: { project_id: projectId, service_id: serviceId },
          query: (await servicesQueries()).updateLogsQueryString(query),
          parse: async (body) => (await wireUpdateLogs()).salvageUpdateLogs(body),
        },
        callOptions,
      ),
    async *readEvents(projectId, serviceId, window, readOptions = {}) {
      const label = {
        method: "GET",
        path: routePath(ROUTES.listEvents, { project_id: projectId, service_id: serviceId }),
      };
      const fetchEvents = (query: EventsQuery) => client.listEvents(projectId, serviceId, query, readOptions);
      const { readEventWindows } = await eventWindows();
      const report = yield* readEventWindows(fetchEvents, label, window, paging("events", readOptions));
      offsetModes.events = report.offsetMode ?? offsetModes.events;
      return report;
    },
    async *readServices(projectId, query = {}, readOptions = {}) {
      const [{ readRows }, { toServiceSummary }, { inPlace, isSetAside }] = await Promise.all([
        rowPaging(),
        wireServices(),
        salvaging(),
      ]);
      const source = {
        label: { method: "GET", path: routePath(ROUTES.listServices, { project_id: projectId }) },
        fetchPage: async (offset: number, limit: number) => {
          const page = { ...query, offset, limit };
          const { answer, setAside } = await client.listServices(projectId, page, readOptions);
          const rows = inPlace(answer.services.map(toServiceSummary), setAside);
          return { rows, totalCount: answer.total_count };
        },
        keyOf: (row: ServiceSummary | SetAsideRow) =>
          isSetAside(row) ? row.key : `${row.id}|${row.status}|${row.lastTransitionAtMs}`,
      };
      const pages = readRows(source, paging("services", readOptions));
      let page = await pages.next();
      let setAside = 0;
      while (!page.done) {
        const services = page.value.filter((row): row is ServiceSummary => !isSetAside(row));
        setAside += page.value.length - services.length;
        yield services;
        page = await pages.next();
      }
      const report = page.value;
      offsetModes.services = report.offsetMode ?? offsetModes.services;
      return { ...report, setAside };
    },
    isUpstreamHealthy: () => transport.breaker.waitMs() === 0,
  };
  return client;
}
