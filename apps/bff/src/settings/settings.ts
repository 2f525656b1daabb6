import type { CacheTimes } from "../cache/read-through.ts";
import { REQUEST_TIMEOUT_MS } from "./constants.ts";

/** How much may be computed at a time. */
export interface AdmissionLimits {
  readonly running: number;
  readonly runningPerCaller: number;
  /** More are refused at once. */
  readonly waitingPerCaller: number;
}

/** What can be set of the app; everything has a default. */
export interface Settings {
  /** What `/healthz` says and content is named by: another version may answer otherwise. */
  readonly version: string;
  /** For what the upstream says. */
  readonly cache: CacheTimes;
  /** For what the archive says. */
  readonly archiveCache: CacheTimes;
  /** The most that answering may take, ms: less than the gateway's own 30 s. */
  readonly requestTimeoutMs: number;
  /** Kept back of a function's remaining time, ms: for writing the answer. */
  readonly reserveMs: number;
  /** For statistics. */
  readonly admission: AdmissionLimits;
  /** Origins of web pages that may read answers, such as `https://lens.example`. */
  readonly corsOrigins: readonly string[];
}

/** What the app does unless told otherwise. */
export const DEFAULT_SETTINGS: Settings = {
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
  corsOrigins: [],
};
