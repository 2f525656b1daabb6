import { classify } from "@deploy-lens/core/classify";
import { deriveDeployments } from "@deploy-lens/core/derive";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { amount, atLeast, atMost, type Figure, inUnit, plain, times } from "@deploy-lens/core/testing/figure";
import { toServiceEvent, type WireEventsAnswer } from "@deploy-lens/core/upstream/events";
import { measureAllocations } from "../measure/allocations.ts";
import { cpuMicros } from "../measure/cpu-time.ts";
import { type FeedText, feeds } from "../measure/feeds.ts";
import { interleave, ratioOf, spreadOf, withSpread } from "../measure/samples.ts";
import { matchWithMap } from "../peers/map-and-patterns.ts";

const SERVICES = 20;
const DAYS = 150;
const ROUNDS = 9;
const FLOOR_OF_ONE_SERVICE =
  "The work for each event is the same; but so long a history of one service stays in memory as a whole, outgrows the processor's caches, and is gone through by the collector each time. No service comes near: ModelArts keeps a month.";

const MILLION = 1_000_000;
/** Enough for ten million; a machine that is busy gets as far as it gets, and the figure says how far. */
const TIME_FOR_GROWTH_MS = 60_000;

const FLOOR =
  "A profile is flat: classifying, collecting garbage, and lanes, phases, critical path and gaps of each deployment, which are the result. Many texts of a history are new ones, since they name a version, so remembering what a text means gains nothing. A processor whose core another process shares does less in the same processor time.";

/** Events a second of one processor, beside a plain list of regular expressions and parsing alone; and up to ten million. */
export async function run(): Promise<readonly Figure[]> {
  const all = [...feeds(SERVICES, DAYS)];
  const events = all.reduce((sum, feed) => sum + feed.events, 0);
  const variants = {
    parse: () => sumOf(all, (feed) => microsOf(() => JSON.parse(feed.json))),
    classify: () => overEvents(all, (parsed) => parsed.map(({ message }) => classify(message))),
    patterns: () => overEvents(all, (parsed) => parsed.map(({ message }) => matchWithMap(message))),
    derive: () => overEvents(all, derive),
  };
  await interleave(variants, 3);
  const samples = await interleave(variants, ROUNDS);
  const allocated = await measureAllocations();
  const perSecond = (name: keyof typeof variants) =>
    spreadOf(samples[name].map((micros) => (events / micros) * MILLION));
  const toMap = ratioOf(samples.patterns, samples.classify);
  return [
    {
      ...atLeast("classify and derive, events of one processor", perSecond("derive").median, MILLION, rate),
      measured: withSpread(perSecond("derive"), rate),
      floor: FLOOR,
      beside: `JSON.parse of the same events ${rate(perSecond("parse").median)}, ${withSpread(ratioOf(samples.derive, samples.parse), times)} its time`,
    },
    {
      ...atLeast("classify, of a map and regular expressions", toMap.median, 1.2, times),
      measured: withSpread(toMap, times),
      beside: `${withSpread(perSecond("classify"), rate)}, the map ${withSpread(perSecond("patterns"), rate)}, without causes`,
    },
    plain(
      "bytes allocated for an event, derived",
      amount(allocated.derive),
      `classified ${amount(allocated.classify)}, JSON.parse + JSON.stringify ${amount(allocated.parseAndWrite)}`,
    ),
    ...growth(all),
  ];
}

const rate = (value: number) => `${amount(value / MILLION)} M/s`;

/** Time of an event as services, and as one service's events, become many. */
function growth(all: readonly FeedText[]): readonly Figure[] {
  const [one] = all;
  if (one === undefined) throw new Error("there are no services");
  const endsAtMs = performance.now() + TIME_FOR_GROWTH_MS;
  const passes = (count: number) => {
    let events = 0;
    let micros = 0;
    for (let i = 0; events < count && (events < MILLION || performance.now() < endsAtMs); i++) {
      const feed = all[i % all.length] ?? one;
      events += feed.events;
      micros += overEvents([feed], derive);
    }
    return { events, microsEach: micros / events };
  };
  const first = passes(MILLION);
  const later = passes(9 * MILLION);
  const short = longFeed(one, 2);
  const long = longFeed(one, 100);
  const shortMicros = spreadOf(Array.from({ length: 20 }, () => microsOf(() => derive(short, one)))).median;
  const longMicros = spreadOf(Array.from({ length: 3 }, () => microsOf(() => derive(long, one)))).median;
  return [
    atMost(
      `an event after the first million, up to ${amount((first.events + later.events) / MILLION)} million, of one before`,
      later.microsEach / first.microsEach,
      1.2,
      times,
      inUnit("µs")(later.microsEach),
    ),
    {
      floor: FLOOR_OF_ONE_SERVICE,
      ...atMost(
        `an event of one service with ${amount(long.length)}, of one with ${amount(short.length)}`,
        longMicros / long.length / (shortMicros / short.length),
        1.5,
        times,
      ),
    },
  ];
}

/** Parsed anew each time: events come from the wire, and texts that were seen before know their hash already. */
function overEvents(
  all: readonly FeedText[],
  work: (events: readonly ServiceEvent[], feed: FeedText) => unknown,
): number {
  return sumOf(all, (feed) => {
    const events = eventsOf(feed);
    return microsOf(() => work(events, feed));
  });
}

function derive(events: readonly ServiceEvent[], { serviceId }: FeedText): unknown {
  return deriveDeployments({ serviceId, events });
}

function eventsOf({ json }: FeedText): ServiceEvent[] {
  const answer: WireEventsAnswer = JSON.parse(json);
  return answer.events.map(toServiceEvent);
}

/** The same history again and again, one after another. */
function longFeed(feed: FeedText, copies: number): ServiceEvent[] {
  const events = eventsOf(feed);
  const lengthMs = (events.at(-1)?.occurredAtMs ?? 0) - (events[0]?.occurredAtMs ?? 0) + 60_000;
  return Array.from({ length: copies }, (_, copy) =>
    eventsOf(feed).map((event) => ({ ...event, occurredAtMs: event.occurredAtMs + copy * lengthMs })),
  ).flat();
}

/** Uses the result, so that the work cannot be optimized away. */
function microsOf(work: () => unknown): number {
  let result: unknown;
  const micros = cpuMicros(() => {
    result = work();
  });
  return result === undefined ? Number.NaN : micros;
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
