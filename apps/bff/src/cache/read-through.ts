import { createBoundedMap } from "./bounded-map.ts";
import { type Caller, type Flight, type Load, startFlight } from "./flight.ts";

/** How long what was read may be used. Times are ms. */
export interface CacheTimes {
  /** Younger than this, it is used as it is. */
  readonly softMs: number;
  /** Older than this, it is not used at all, even while its source is down. */
  readonly hardMs: number;
  /** For so long "there is no such thing" is believed. */
  readonly negativeMs: number;
  /** With an older value at hand, a caller waits no longer than this for a newer one, over all that they read. */
  readonly patienceMs: number;
  /** No read takes longer. */
  readonly loadTimeoutMs: number;
}

/**
 * What an error says about the thing that was asked for. `missing`: it does not exist. `outage`: nothing, its source is
 * down, slow or refuses us, so an older value may stand in. `other`: the request itself is at fault.
 */
export type ErrorMeaning = "missing" | "outage" | "other";

/** `collapsed`: waited for somebody else's read; `stale`: the source failed, and an older read stands in. */
export type CacheOutcome = "hit" | "miss" | "collapsed" | "stale";

/** A value and when its source said so, epoch ms. */
export interface Dated<Value> {
  readonly value: Value;
  readonly readAtMs: number;
}

/** One value as it was come by. */
export interface Read<Value> extends Dated<Value> {
  readonly outcome: CacheOutcome;
  /** How long it will be used without asking again, ms; not positive when stale. */
  readonly ttlMs: number;
  /** How long the caller waited for it, ms. */
  readonly waitedMs: number;
  /** Why an older value had to do; `null` when it did not, or when a newer one was only slow to come. */
  readonly failure: unknown;
}

/** Reads through a cache: values are shared between callers, and outlive their source for a while. */
export interface ReadThrough<Value> {
  read(key: string, caller: Caller, load: Load<Value>): Promise<Read<Value>>;
  /** What a read would give at once; `null` where it would have to ask its source, or would fail. */
  readAtOnce(key: string): Read<Value> | null;
}

/** The two clocks of a process. */
export interface Clocks {
  /** Epoch ms, for what answers show. */
  readonly now: () => number;
  /** Ms since any moment, never set back: by this, values age. */
  readonly monotonicNow: () => number;
}

/** What a cache needs. */
export interface ReadThroughOptions<Value> extends Clocks {
  readonly times: CacheTimes;
  /** What all values together may weigh, in the unit of `weigh`. */
  readonly maxWeight: number;
  readonly weigh: (value: Value) => number;
  readonly meaningOf: (error: unknown) => ErrorMeaning;
}

interface Kept<Value> {
  readonly dated: Dated<Value>;
  /** By the monotonic clock. */
  readonly keptAtMs: number;
}

type Known<Value> = Kept<Value> | { readonly missing: unknown; readonly keptAtMs: number };

/** Bytes, about: what "there is no such thing" takes in memory, an error with its causes and their stacks. */
const MISSING_WEIGHT = 3_000;

/** Creates an empty cache. */
export function createReadThrough<Value>(options: ReadThroughOptions<Value>): ReadThrough<Value> {
  const { times, now, monotonicNow, meaningOf } = options;
  const known = createBoundedMap<Known<Value>>(options.maxWeight);
  const flights = new Map<string, Flight<Kept<Value>>>();

  const loadAndKeep = async (key: string, caller: Caller, load: Load<Value>): Promise<Kept<Value>> => {
    try {
      const value = await load(caller);
      const kept = { dated: { value, readAtMs: now() }, keptAtMs: monotonicNow() };
      known.set(key, kept, options.weigh(value));
      return kept;
    } catch (error) {
      if (meaningOf(error) === "missing") {
        known.set(key, { missing: error, keptAtMs: monotonicNow() }, MISSING_WEIGHT);
      }
      throw error;
    }
  };

  const start = (key: string, caller: Caller, load: Load<Value>): Flight<Kept<Value>> => {
    const deadlineMs = Math.min(caller.deadlineMs, now() + times.loadTimeoutMs);
    const flight: Flight<Kept<Value>> = startFlight(deadlineMs, async (inner) => {
      try {
        return await loadAndKeep(key, inner, load);
      } finally {
        if (flights.get(key) === flight) flights.delete(key);
      }
    });
    flights.set(key, flight);
    return flight;
  };

  const ttlOf = ({ keptAtMs }: Kept<Value>) => keptAtMs + times.softMs - monotonicNow();

  /** What is known well enough to answer at once. */
  const answerAtOnce = (entry: Known<Value> | undefined): Read<Value> | null => {
    if (entry === undefined) return null;
    if ("missing" in entry) {
      if (monotonicNow() - entry.keptAtMs < times.negativeMs) throw entry.missing;
      return null;
    }
    const ttlMs = ttlOf(entry);
    return ttlMs > 0 ? { ...entry.dated, outcome: "hit", ttlMs, waitedMs: 0, failure: null } : null;
  };

  const standInFor = (entry: Known<Value> | undefined): Kept<Value> | null => {
    if (entry === undefined || "missing" in entry) return null;
    return monotonicNow() - entry.keptAtMs < times.hardMs ? entry : null;
  };

  const stale = (kept: Kept<Value>, sinceMs: number, failure: unknown): Read<Value> => ({
    ...kept.dated,
    outcome: "stale",
    ttlMs: ttlOf(kept),
    waitedMs: monotonicNow() - sinceMs,
    failure,
  });

  const orElse = (standIn: Kept<Value> | null, sinceMs: number, error: unknown): Read<Value> => {
    if (standIn !== null && meaningOf(error) === "outage") return stale(standIn, sinceMs, error);
    throw error;
  };

  const flightFor = (key: string, caller: Caller, load: Load<Value>) => {
    const underWay = flights.get(key);
    const joins = underWay !== undefined && !underWay.abandoned();
    return { joins, flight: joins ? underWay : start(key, caller, load) };
  };

  const read = async (key: string, caller: Caller, load: Load<Value>): Promise<Read<Value>> => {
    const entry = known.get(key);
    const atOnce = answerAtOnce(entry);
    if (atOnce !== null) return atOnce;

    const sinceMs = monotonicNow();
    const standIn = standInFor(entry);
    if (caller.signal.aborted) return orElse(standIn, sinceMs, caller.signal.reason);
    const { flight, joins } = flightFor(key, caller, load);
    const fresh = ({ dated }: Kept<Value>): Read<Value> => ({
      ...dated,
      outcome: joins ? "collapsed" : "miss",
      ttlMs: times.softMs,
      waitedMs: monotonicNow() - sinceMs,
      failure: null,
    });
    try {
      if (standIn === null) return fresh(await flight.join(caller));
      const waitedMs = caller.startedAtMs === undefined ? 0 : now() - caller.startedAtMs;
      const patienceMs = Math.min(times.patienceMs, times.patienceMs - waitedMs);
      const arrival = await flight.joinBriefly(caller, Math.max(0, patienceMs));
      return arrival === null ? stale(standIn, sinceMs, null) : fresh(arrival);
    } catch (error) {
      // The read ended with the time of whoever started it, and we have more.
      if (joins && flight.deadlineMs <= now() && now() < caller.deadlineMs) return read(key, caller, load);
      return orElse(standIn, sinceMs, error);
    }
  };

  const readAtOnce = (key: string): Read<Value> | null => {
    const entry = known.get(key);
    return entry === undefined || "missing" in entry ? null : answerAtOnce(entry);
  };

  return { read, readAtOnce };
}
