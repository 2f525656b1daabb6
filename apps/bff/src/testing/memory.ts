import { mergeEvents, type ServiceEvent } from "@deploy-lens/core/event/service-event";
import { toWireEvent } from "@deploy-lens/core/upstream/events";
import { newServiceHead, type ServiceHead } from "@deploy-lens/store/head";
import type { Archive } from "../archive/archive.ts";
import type { Upstream } from "../upstream/upstream.ts";

/** In-memory upstream and archive, for tests that ask thousands of questions. */
export interface MemoryWorld {
  /** The events that the upstream still has. */
  upstreamEvents: readonly ServiceEvent[];
  /** The events that the archive has. */
  archivedEvents: readonly ServiceEvent[];
  /** Maximum events per upstream page. */
  pageSize: number;
  readonly upstream: Upstream;
  readonly archive: Archive;
  /** Calls to each side. */
  readonly calls: { upstream: number; archive: number };
}

export function memoryWorld(): MemoryWorld {
  const calls = { upstream: 0, archive: 0 };
  const world: MemoryWorld = {
    upstreamEvents: [],
    archivedEvents: [],
    pageSize: 1_000,
    calls,
    upstream: {
      listEvents: async (_, serviceId, { order }) => {
        calls.upstream += 1;
        const sorted = mergeEvents([world.upstreamEvents]);
        if (order === "desc") sorted.reverse();
        const events = sorted.slice(0, world.pageSize).map(toWireEvent);
        const counts = { count: events.length, total_count: sorted.length };
        return {
          answer: { service_id: serviceId, service_name: "mnist", ...counts, events },
          setAside: [],
          requestId: null,
          dateMs: null,
        };
      },
      getService: unasked,
      listUpdateLogs: unasked,
      async *readEvents() {
        calls.upstream += 1;
        const events = mergeEvents([world.upstreamEvents]);
        yield events;
        return { events: events.length, setAside: 0, pages: 1, offsetMode: null, stable: true };
      },
      readServices: unasked,
      isUpstreamHealthy: () => true,
    },
    archive: {
      readEvents: async ({
        fromMs = Number.NEGATIVE_INFINITY,
        toMs = Number.POSITIVE_INFINITY,
        order = "desc",
        limit = 1_000,
        cursor,
      }) => {
        calls.archive += 1;
        const inRange = mergeEvents([world.archivedEvents]).filter(
          ({ occurredAtMs }) => occurredAtMs >= fromMs && occurredAtMs < toMs,
        );
        if (order === "desc") inRange.reverse();
        const start = Number(cursor ?? 0);
        const end = start + limit;
        return { events: inRange.slice(start, end), nextCursor: end < inRange.length ? String(end) : null };
      },
      readHead: async ({ serviceId }): Promise<ServiceHead> => ({
        ...newServiceHead(serviceId),
        revision: 1,
      }),
      readFindings: unasked,
      readRecentRuns: unasked,
      readHeads: unasked,
      listServices: unasked,
      owedServices: unasked,
      listDeployments: unasked,
      readDeployment: unasked,
      latestDeployment: unasked,
      listProjectDeployments: unasked,
      projectTraits: unasked,
      deliveryAttempts: unasked,
      recentDurations: unasked,
      statisticsSource: unasked,
    },
  };
  return world;
}

function unasked(): never {
  throw new Error("not expected in this test");
}
