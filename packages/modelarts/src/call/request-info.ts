import { isModelArtsFailure, type ModelArtsFailure, UpstreamHttpError } from "../errors/index.ts";
import type { Route } from "./route.ts";

/** What one call came to, for metrics and logs: never an id, a query, a header or a body. */
export interface RequestInfo {
  readonly method: "GET" | "POST";
  readonly route: Route;
  /** The last status that was received; `null` when there was none. */
  readonly status: number | null;
  /** `null` for a success. */
  readonly errorKind: ModelArtsFailure["kind"] | "unknown" | null;
  /** All attempts and waits together. */
  readonly durationMs: number;
  /** Requests that were sent: 0 when the call was refused before. */
  readonly attempts: number;
  /** Attempts after a failure, a renewal of credentials not counted. */
  readonly retries: number;
  /** Rows of the answer that were not what the reference says, and were left out. */
  readonly setAside: number;
}

/** Receives the outcome of every call. What it throws is ignored. */
export type OnRequest = (info: RequestInfo) => void;

/** Collects what one call comes to, and reports it once. */
export interface CallRecord {
  attempts: number;
  retries: number;
  setAside: number;
  status: number | null;
}

/** Runs a call and reports it. */
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
