/** The routes that the simulator serves, and `unknown` for everything else. */
export const SIMULATED_ROUTES = [
  "events",
  "services",
  "service",
  "update_logs",
  "tokens",
  "unknown",
] as const;

/** One of {@link SIMULATED_ROUTES}. */
export type RouteName = (typeof SIMULATED_ROUTES)[number];

/** One request that arrived. */
export interface RequestRecord {
  readonly id: string;
  /** By the simulator's clock, epoch ms. */
  readonly atMs: number;
  readonly method: string;
  /** As in the request line. */
  readonly path: string;
  readonly query: string;
  readonly route: RouteName;
  readonly projectId: string | null;
  readonly serviceId: string | null;
  /** By lower-case name, secrets included: a test may look for what must or must not be here. */
  readonly headers: Readonly<Record<string, string>>;
  /** `null` until answered. */
  status: number | null;
  /** The kinds of fault that struck it. */
  faults: readonly string[];
  /** True if the connection ended before the answer was complete, by either side. */
  aborted: boolean;
}

/** The received requests, for tests to inspect. */
export interface ReceivedRequests {
  /** The newest requests, oldest of them first; at most as many as the log keeps. */
  list(route?: RouteName): readonly RequestRecord[];
  /** Number of requests since the last {@link ReceivedRequests.clear}, including dropped ones. */
  count(route?: RouteName): number;
  /** Number of requests in progress. */
  inFlight(): number;
  /** Maximum number of concurrent requests since the last {@link ReceivedRequests.clear}. */
  maxInFlight(): number;
  clear(): void;
}

/** The server's write access to the log. */
export interface RequestLogWriter extends ReceivedRequests {
  begin(record: RequestRecord): void;
  end(): void;
}

/** Creates a log that stores the newest `capacity` requests and counts all. */
export function createRequestLog(capacity: number): RequestLogWriter {
  let records: RequestRecord[] = [];
  let counts = new Map<RouteName, number>();
  let inFlight = 0;
  let maxInFlight = 0;

  return {
    list: (route) =>
      records.slice(-capacity).filter((record) => route === undefined || record.route === route),
    count: (route) =>
      route === undefined
        ? [...counts.values()].reduce((sum, count) => sum + count, 0)
        : (counts.get(route) ?? 0),
    inFlight: () => inFlight,
    maxInFlight: () => maxInFlight,
    clear() {
      records = [];
      counts = new Map();
      maxInFlight = inFlight;
    },
    begin(record) {
      records.push(record);
      // Cut in large steps: one splice per thousand requests instead of one shift each.
      if (records.length >= capacity + 1_000) records.splice(0, records.length - capacity);
      counts.set(record.route, (counts.get(record.route) ?? 0) + 1);
      inFlight += 1;
      maxInFlight = Math.max(maxInFlight, inFlight);
    },
    end() {
      inFlight -= 1;
    },
  };
}
