import type { CacheTimes } from "../cache/read-through.ts";
import { REQUEST_TIMEOUT_MS } from "./constants.ts";

export interface AdmissionLimits {
  readonly running: number;
  readonly runningPerCaller: number;
  /** Further requests are refused at once. */
  readonly waitingPerCaller: number;
}

export interface AppSettings {
  /** Returned by `/healthz` and part of every entity tag, since another version may answer differently. */
  readonly version: string;
  /** For upstream data. */
  readonly cache: CacheTimes;
  readonly archiveCache: CacheTimes;
  /** Ms. Less than the gateway's own 30 s. */
  readonly requestTimeoutMs: number;
  readonly reserveMs: number;
  /** For statistics. */
  readonly admission: AdmissionLimits;
  /** Requests a second that are taken of one caller, in this process; `null`: any number. */
  readonly requestsPerCaller: number | null;
  /** Web origins allowed to read answers, such as `https://lens.example`. */
  readonly corsOrigins: readonly string[];
}

/** The app's defaults. */
export const DEFAULT_SETTINGS: AppSettings = {
  version: "0.1.0",
  cache: { softMs: 3_000, hardMs: 3_600_000, negativeMs: 10_000, patienceMs: 2_000, loadTimeoutMs: 12_000 },
  archiveCache: {
    softMs: 2_000,
    hardMs: 600_000,
    negativeMs: 0,
    patienceMs: 2_000,
    loadTimeoutMs: 6_000,
  },
  requestTimeoutMs: REQUEST_TIMEOUT_MS,
  reserveMs: 500,
  admission: { running: 4, runningPerCaller: 2, waitingPerCaller: 6 },
  requestsPerCaller: null,
  corsOrigins: [],
};
