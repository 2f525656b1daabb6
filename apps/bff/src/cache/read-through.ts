import { createBoundedMap } from "./bounded-map.ts";
import { type Caller, type InFlightRead, type Load, startRead } from "./in-flight-read.ts";

/** Maximum ages of cached values, ms. */
export interface CacheTimes {
  /** Below this age the value is used without a read. */
  readonly softMs: number;
  /** Above this age the value is not used, even if its source is down. */
  readonly hardMs: number;
  /** Maximum age of a cached "not found". */
  readonly negativeMs: number;
  /** Maximum time that a caller waits for a newer value if an older one exists, summed over all of its reads. */
  readonly patienceMs: number;
  /** Upper bound for any read. */
  readonly loadTimeoutMs: number;
}

/**
 * The meaning of an error for the requested value. `missing`: it does not exist. `outage`: unknown, because the
 * source is down, slow or refuses us, so an older value may stand in. `other`: the request itself is wrong.
 */
export type ErrorMeaning = "missing" | "outage" | "other";

/** `collapsed`: shared another caller's read. `stale`: the source failed and an older value was used. */
export type CacheOutcome = "hit" | "miss" | "collapsed" | "stale";

export interface Dated<Value> {
  readonly value: Value;
  readonly readAtMs: number;
}

export interface Read<Value> extends Dated<Value> {
  readonly outcome: CacheOutcome;
  /** Remaining freshness in ms; not positive when stale. */
  readonly ttlMs: number;
  readonly waitedMs: number;
  /** Why an older value was used; `null` if it was not, or if the newer one was only slow to arrive. */
  readonly failure: unknown;
}

/** A read-through cache shared by all callers that can outlive an outage of its source. */
export interface ReadThrough<Value> {
  read(key: string, caller: Caller, load: Load<Value>): Promise<Read<Value>>;
  /** The value if it can be answered without waiting; `null` if it needs a read, or the read would fail. */
  readAtOnce(key: string): Read<Value> | null;
}

export interface Clocks {
  /** Epoch ms, for timestamps in answers. */
  readonly now: () => number;
  /** Monotonic ms, for the age of values. */
  readonly monotonicNow: () => number;
}

export interface ReadThroughOptions<Value> extends Clocks {
  readonly times: CacheTimes;
  /** Maximum total weight, in the unit of `weigh`. */
  readonly maxWeight: number;
  readonly weigh: (value: Value) => number;
  readonly meaningOf: (error: unknown) => ErrorMeaning;
}

interface Stored<Value> {
  readonly dated: Dated<Value>;
  /** On the monotonic clock. */
  readonly storedAtMs: number;
}

type Known<Value> = Stored<Value> | { readonly missing: unknown; readonly storedAtMs: number };

/** Approximate bytes that a cached "not found" takes: an error with its causes and their stacks. */
const MISSING_WEIGHT = 3_000;

export function createReadThrough<Value>(options: ReadThroughOptions<Value>): ReadThrough<Value> {
  const { times, now, monotonicNow, meaningOf } = options;
  const known = createBoundedMap<Known<Value>>(options.maxWeight);
  const inFlight = new Map<string, InFlightRead<Stored<Value>>>();

  const loadAndStore = async (key: string, caller: Caller, load: Load<Value>): Promise<Stored<Value>> => {
    try {
      const value = await load(caller);
      const stored = { dated: { value, readAtMs: now() }, storedAtMs: monotonicNow() };
      known.set(key, stored, options.weigh(value));
      return stored;
    } catch (error) {
      if (meaningOf(error) === "missing") {
        known.set(key, { missing: error, storedAtMs: monotonicNow() }, MISSING_WEIGHT);
      }
      throw error;
    }
  };

  const start = (key: string, caller: Caller, load: Load<Value>): InFlightRead<Stored<Value>> => {
    const deadlineMs = Math.min(caller.deadlineMs, now() + times.loadTimeoutMs);
    const current: InFlightRead<Stored<Value>> = startRead(deadlineMs, async (inner) => {
      try {
        return await loadAndStore(key, inner, load);
      } finally {
        if (inFlight.get(key) === current) inFlight.delete(key);
      }
    });
    inFlight.set(key, current);
    return current;
  };

  const ttlOf = ({ storedAtMs }: Stored<Value>) => storedAtMs + times.softMs - monotonicNow();

  /** The cached value, if it is fresh enough to answer without waiting. */
  const answerAtOnce = (entry: Known<Value> | undefined): Read<Value> | null => {
    if (entry === undefined) return null;
    if ("missing" in entry) {
      if (monotonicNow() - entry.storedAtMs < times.negativeMs) throw entry.missing;
      return null;
    }
    const ttlMs = ttlOf(entry);
    return ttlMs > 0 ? { ...entry.dated, outcome: "hit", ttlMs, waitedMs: 0, failure: null } : null;
  };

  const standInFor = (entry: Known<Value> | undefined): Stored<Value> | null => {
    if (entry === undefined || "missing" in entry) return null;
    return monotonicNow() - entry.storedAtMs < times.hardMs ? entry : null;
  };

  const stale = (stored: Stored<Value>, sinceMs: number, failure: unknown): Read<Value> => ({
    ...stored.dated,
    outcome: "stale",
    ttlMs: ttlOf(stored),
    waitedMs: monotonicNow() - sinceMs,
    failure,
  });

  const orElse = (standIn: Stored<Value> | null, sinceMs: number, error: unknown): Read<Value> => {
    if (standIn !== null && meaningOf(error) === "outage") return stale(standIn, sinceMs, error);
    throw error;
  };

  const inFlightFor = (key: string, caller: Caller, load: Load<Value>) => {
    const existing = inFlight.get(key);
    const isShared = existing !== undefined && !existing.abandoned();
    return { isShared, current: isShared ? existing : start(key, caller, load) };
  };

  const read = async (key: string, caller: Caller, load: Load<Value>): Promise<Read<Value>> => {
    const entry = known.get(key);
    const atOnce = answerAtOnce(entry);
    if (atOnce !== null) return atOnce;

    const sinceMs = monotonicNow();
    const standIn = standInFor(entry);
    if (caller.signal.aborted) return orElse(standIn, sinceMs, caller.signal.reason);
    const { current, isShared } = inFlightFor(key, caller, load);
    const fresh = ({ dated }: Stored<Value>): Read<Value> => ({
      ...dated,
      outcome: isShared ? "collapsed" : "miss",
      ttlMs: times.softMs,
      waitedMs: monotonicNow() - sinceMs,
      failure: null,
    });
    try {
      if (standIn === null) return fresh(await current.share(caller));
      const waitedMs = caller.startedAtMs === undefined ? 0 : now() - caller.startedAtMs;
      const patienceMs = Math.min(times.patienceMs, times.patienceMs - waitedMs);
      const arrival = await current.shareBriefly(caller, Math.max(0, patienceMs));
      return arrival === null ? stale(standIn, sinceMs, null) : fresh(arrival);
    } catch (error) {
      // The shared read timed out with its initiator's deadline, but this caller has time left.
      if (isShared && current.deadlineMs <= now() && now() < caller.deadlineMs)
        return read(key, caller, load);
      return orElse(standIn, sinceMs, error);
    }
  };

  const readAtOnce = (key: string): Read<Value> | null => {
    const entry = known.get(key);
    return entry === undefined || "missing" in entry ? null : answerAtOnce(entry);
  };

  return { read, readAtOnce };
}
