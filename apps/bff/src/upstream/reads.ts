import type { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import { identityOf } from "../cache/identity.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import {
  type CacheTimes,
  type Clocks,
  createReadThrough,
  type Read,
  type ReadThrough,
} from "../cache/read-through.ts";
import { meaningOf } from "./error-meaning.ts";
import { type Feed, readRecentFeed, readWholeFeed } from "./feed.ts";
import type { ServiceDirectory, UpstreamServiceState } from "./service.ts";
import type { UpdateLogs } from "./update-logs.ts";
import type { ServiceIds, Upstream } from "./upstream.ts";

export interface WirePage {
  readonly text: string;
  readonly identity: string;
}

export interface UpstreamReads {
  wirePage(service: ServiceIds, query: EventsQuery, caller: Caller): Promise<Read<WirePage>>;
  recentFeed(service: ServiceIds, caller: Caller): Promise<Read<Feed>>;
  /** The same if cached; `null` if it needs a call to the upstream. */
  recentFeedAtOnce(service: ServiceIds): Read<Feed> | null;
  /** All events that the upstream has, page by page where needed. */
  wholeFeed(service: ServiceIds, caller: Caller): Promise<Read<Feed>>;
  service(service: ServiceIds, caller: Caller): Promise<Read<UpstreamServiceState>>;
  services(projectId: string, caller: Caller): Promise<Read<ServiceDirectory>>;
  updateLogs(service: ServiceIds, caller: Caller): Promise<Read<UpdateLogs>>;
}

/** Approximate bytes of one event in memory, including its part of the last rendered page. */
const EVENT_BYTES = 1_050;
const SERVICE_BYTES = 500;
const LOG_BYTES = 2_000;
const MEBIBYTE = 1024 * 1024;

/** Puts caches in front of the upstream. Reads that only some routes need are loaded on first use. */
export function createUpstreamReads(upstream: Upstream, times: CacheTimes, clocks: Clocks): UpstreamReads {
  const cache = <Value>(maxMebibytes: number, weigh: (value: Value) => number): ReadThrough<Value> =>
    createReadThrough({ times, maxWeight: maxMebibytes * MEBIBYTE, weigh, meaningOf, ...clocks });
  const pages = cache<WirePage>(32, ({ text }) => 2 * text.length);
  const feeds = cache<Feed>(32, ({ events }) => (events.length + 1) * EVENT_BYTES);
  const wholeFeeds = cache<Feed>(32, ({ events }) => (events.length + 1) * EVENT_BYTES);
  const states = cache<UpstreamServiceState>(4, () => SERVICE_BYTES);
  const directories = cache<ServiceDirectory>(16, ({ services }) => (services.length + 1) * SERVICE_BYTES);
  const updates = cache<UpdateLogs>(16, ({ updates }) => (updates.length + 1) * LOG_BYTES);

  const recentFeed: UpstreamReads["recentFeed"] = (service, caller) =>
    feeds.read(keyOf(service), caller, (inner) => readRecentFeed(upstream, service, inner));

  return {
    wirePage: (service, query, caller) =>
      pages.read(`${keyOf(service)}?${query.toString()}`, caller, async (inner) => {
        const { answer } = await upstream.listEvents(service.projectId, service.serviceId, query, inner);
        const text = JSON.stringify(answer);
        return { text, identity: identityOf(text) };
      }),
    recentFeed,
    recentFeedAtOnce: (service) => feeds.readAtOnce(keyOf(service)),
    wholeFeed: async (service, caller) => {
      const recent = await recentFeed(service, caller);
      if (recent.value.isWhole) return recent;
      return wholeFeeds.read(keyOf(service), caller, (inner) =>
        readWholeFeed(upstream, service, recent.value, inner, clocks.now()),
      );
    },
    service: (service, caller) =>
      states.read(keyOf(service), caller, async (inner) => {
        const { readService } = await import("./service.ts");
        return readService(upstream, service, inner);
      }),
    services: (projectId, caller) =>
      directories.read(projectId, caller, async (inner) => {
        const { readServices } = await import("./service.ts");
        return readServices(upstream, projectId, inner);
      }),
    updateLogs: (service, caller) =>
      updates.read(keyOf(service), caller, async (inner) => {
        const { knownUpdateLogs } = await import("./update-logs.ts");
        return knownUpdateLogs(upstream, service, inner);
      }),
  };
}

function keyOf({ projectId, serviceId }: ServiceIds): string {
  return `${projectId}/${serviceId}`;
}
