// Limits for stable figures. `gates.test.ts` enforces them on every change; the suites quote them.
import { ANALYTICS_BUNDLE_BUDGET } from "@deploy-lens/analytics/constants";

/** Size of what the derive function loads at start, as a multiple of the AWS SDK's clients alone. */
export const ANALYTICS_BUNDLE = { ofSdkAlone: ANALYTICS_BUNDLE_BUDGET } as const;

/** Requests to the table. */
export const TABLE_BUDGET = {
  /** Conditional writes, for a deployment that has already finished when it is first read. */
  writesPerDeployment: 2,
  /** Write units of those, with three deployments a day. */
  writeUnitsPerDeployment: 6,
  writesPerIdleTick: 0,
  /** Pages read for the statistics of one service over 90 days. */
  pagesPerQuery: 1,
} as const;

/** Calls to the upstream during a tick of one project. */
export const TICK_BUDGET = {
  /** Independent of the number of services. */
  idle: 1,
  /** In addition, per changed service: its events and its update logs. */
  perChangedService: 2,
} as const;

/** Bytes allocated per event, for a page of 1,000, without optimizing compilers. */
export const ALLOCATION_BUDGET = {
  wirePage: 320,
  normalizedPage: 640,
  classify: 990,
  derive: 4_400,
} as const;

/** Scripts loaded by a first visit to the dashboard's project page. */
export const DASHBOARD = { gzippedScriptBytes: 150_000 } as const;
