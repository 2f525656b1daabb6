import { isModelArtsFailure, type ModelArtsFailure, UpstreamHttpError } from "../errors/index.ts";
import type { Route } from "./route.ts";

/** The outcome of one call, for metrics and logs; never contains an id, a query, a header or a body. */
export interface RequestInfo {
  readonly method: "GET" | "POST";
  readonly route: Route;
  /** The last status received, or `null`. */
  readonly status: number | null;
  /** `null` for a success. */
  readonly errorKind: ModelArtsFailure["kind"] | "unknown" | null;
  /** Includes all attempts and waits. */
  readonly durationMs: number;
  /** Requests sent; 0 if the call was refused before sending. */
  readonly attempts: number;
  /** Attempts after a failure, not counting a renewal of credentials. */
  readonly retries: number;
  /** Rows left out of the answer because they do not match the API reference. */
  readonly setAside: number;
}

/** Receives the outcome of every call. Errors it throws are ignored. */
export type OnRequest = (info: RequestInfo) => void;

/** Mutable counters of one call. */
export interface CallRecord {
  attempts: number;
  retries: number;
  setAside: number;
  status: number | null;
}

/** Runs a call and reports its outcome once. */
export async function observed<T>(
  call: { readonly method: "GET" | "POST"; readonly route: Route },
  {
    onRequest,
    monotonicNow,
  }: { readonly onRequest: OnRequest | undefined; readonly monotonicNow: () => number },
  run: (record: CallRecord) => Promise<T>,
): Promise<T> {
  const startedAtMs = monotonicNow();
  const record: CallRecord = { attempts: 0, retries: 0, setAside: 0, status: null };
  const report = (errorKind: RequestInfo["errorKind"]) => {
    try {
      onRequest?.({ ...call, ...record, errorKind, durationMs: monotonicNow() - startedAtMs });
    } catch {
      // A broken metric must not break the call.
    }
  };
  try {
    const result = await run(record);
    report(null);
    return result;
  } catch (error) {
    if (error instanceof UpstreamHttpError && record.attempts > 0) record.status ??= error.status;
    report(isModelArtsFailure(error) ? error.kind : "unknown");
    throw error;
  }
}
