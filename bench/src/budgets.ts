// What stable figures may come to. `gates.test.ts` holds them on every change; the suites quote them beside their figures.
import { BUNDLE_BUDGET } from "@deploy-lens/analytics/constants";

/** What a start of the derive function reads, as a multiple of the AWS SDK's clients alone. */
export const ANALYTICS_BUNDLE = { ofSdkAlone: BUNDLE_BUDGET } as const;

/** Requests to the table. */
export const TABLE_BUDGET = {
  /** Conditional ones, for a deployment that a look finds finished. */
  writesPerDeployment: 2,
  /** Of that, where three deployments a day are usual. */
  writeUnitsPerDeployment: 6,
  writesPerIdleTick: 0,
  /** Of statistics of one service over 90 days. */
  pagesPerQuery: 1,
} as const;

/** Calls to the upstream, of one project's tick. */
export const TICK_BUDGET = {
  /** However many services there are. */
  idle: 1,
  /** On top of that, for each service that changed: its events, and its update logs. */
  perChangedService: 2,
} as const;

/** Bytes allocated for each event, of a page of 1,000, before any compiler leaves some out. */
export const ALLOCATION_BUDGET = {
  wirePage: 320,
  normalizedPage: 640,
  classify: 990,
  derive: 4_400,
} as const;

/** What a first visit to the dashboard's project page loads. */
export const DASHBOARD = { gzippedScriptBytes: 150_000 } as const;
