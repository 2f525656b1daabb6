import type { Event } from "@deploy-lens/api/events/events";
import type { EventsRequest } from "@deploy-lens/api/events/events-query";
import { presentEvent } from "@deploy-lens/api/events/present-event";
import type { WireEventsQuery } from "@deploy-lens/api/wire/wire-compatible-query";
import { readCredentialsSecret } from "@deploy-lens/bff/lambda/secret-credentials";
import { timelineOf } from "@deploy-lens/core/classify/timeline";
import { toServiceEvent, type WireEventsAnswer } from "@deploy-lens/core/upstream/events";
import { EventsQuery as WireQuery } from "@deploy-lens/core/upstream/events-query";
import { createModelArtsClient } from "@deploy-lens/modelarts/client";
import { parseCredentials } from "@deploy-lens/modelarts/settings/credentials";
import { LRUCache } from "lru-cache";

export interface ServiceIds {
  readonly projectId: string;
  readonly serviceId: string;
}

/** The answers of both routes, behind any framework: the same client, the same domain, a cache from the registry. */
export interface ServiceEvents {
  readonly wire: (ids: ServiceIds, query: WireEventsQuery) => Promise<WireEventsAnswer>;
  readonly normalized: (ids: ServiceIds, query: EventsRequest) => Promise<NormalizedAnswer>;
}

export interface NormalizedAnswer {
  readonly service: { readonly id: string; readonly name: string };
  readonly events: readonly Event[];
  readonly page: { readonly total: number; readonly nextCursor: null };
  readonly asOf: string;
}

interface Cached {
  readonly answer: WireEventsAnswer;
  readonly events: readonly Timed[];
  readonly asOf: string;
}

/** An event as it is answered, with its time as a number: ranges are compared for each request. */
interface Timed {
  readonly atMs: number;
  readonly answer: Event;
}

interface Question {
  readonly ids: ServiceIds;
  readonly query: WireQuery;
}

/** As long as our own function caches an answer, ms. */
const KEPT_MS = 3_000;

/** Reads events of the upstream that the environment names, through a cache. */
export function createServiceEvents(environment: NodeJS.ProcessEnv): ServiceEvents {
  // Compiled while the function starts, as ours is.
  present({ events: [{ occur_time: 1, event_type: "normal", event_info: "preparing environment" }] });
  const secretId = environment.MODELARTS_SECRET_ID ?? "";
  const client = createModelArtsClient({
    endpoint: environment.MODELARTS_ENDPOINT ?? "",
    credentials: async () => parseCredentials(await readCredentialsSecret(secretId, environment)),
    now: Date.now,
    random: Math.random,
  });
  const cache = new LRUCache<string, Cached, Question>({
    max: 500,
    ttl: KEPT_MS,
    fetchMethod: async (_key, _stale, { context: { ids, query } }) => {
      const { answer } = await client.listEvents(ids.projectId, ids.serviceId, query);
      return { answer, events: present(answer), asOf: new Date().toISOString() };
    },
  });
  const read = (ids: ServiceIds, query: WireQuery): Promise<Cached> =>
    cache.forceFetch(`${ids.projectId}/${ids.serviceId}?${query.toString()}`, { context: { ids, query } });

  return {
    wire: async (ids, { order, limit, offset }) =>
      (await read(ids, WireQuery.create({ order, limit, offset }))).answer,
    normalized: async (ids, { order, limit, from, to }) => {
      const { answer, events, asOf } = await read(ids, WireQuery.create({ order: "asc" }));
      const inRange = events.filter(
        ({ atMs }) => (from === undefined || atMs >= from) && (to === undefined || atMs < to),
      );
      const page = (order === "desc" ? inRange.toReversed() : inRange).slice(0, limit);
      return {
        service: { id: ids.serviceId, name: answer.service_name },
        events: page.map((event) => event.answer),
        page: { total: inRange.length, nextCursor: null },
        asOf,
      };
    },
  };
}

function present({ events }: Pick<WireEventsAnswer, "events">): readonly Timed[] {
  return timelineOf(events.map(toServiceEvent)).map((one) => ({
    atMs: one.event.occurredAtMs,
    answer: presentEvent(one),
  }));
}
