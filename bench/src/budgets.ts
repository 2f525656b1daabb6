// What stable figures may come to. `gates.test.ts` holds them on every change; the suites quote them beside their figures.
import { EVENTS_BUNDLE_BUDGET } from "@deploy-lens/bff/constants";

/** What a cold start of the events routes reads. */
export const EVENTS_BUNDLE = {
  minifiedBytes: EVENTS_BUNDLE_BUDGET.minified,
  gzippedBytes: EVENTS_BUNDLE_BUDGET.gzipped,
} as const;
