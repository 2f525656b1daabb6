/** Shared with infrastructure, alarms and dashboards. */

/** Relative to the app's folder. */
export const LAMBDA_ENTRY = "src/bff.lambda.ts";

/** Relative to the app's folder. Everything that a cold start loads, except the one line that runs it. */
export const LAMBDA_COLD_START = "src/lambda/start-function.ts";

/**
 * The output folder of `pnpm run build` for the function, relative to the app's folder, and its handler's name in
 * Lambda.
 */
export const LAMBDA_BUNDLE = { folder: "dist/lambda", handler: "bff.lambda.handler" } as const;

/** esbuild options of the function. `splitting` keeps what only some routes need out of the entry. */
export const BFF_BUNDLING = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  minify: true,
  splitting: true,
  mainFields: ["module", "main"],
  outExtension: { ".js": ".mjs" },
  charset: "utf8",
  legalComments: "none",
} as const;

/**
 * Maximum bytes loaded before the first request is answered; gzip counts each file by itself. `entry`: the entry and
 * its static imports. `start`: also what is loaded before the first request, to read the table and to verify tokens.
 */
export const BFF_BUNDLE_BUDGET = {
  entry: { minified: 120_000, gzipped: 43_800 },
  start: { minified: 166_500, gzipped: 65_300 },
} as const;

export const ORIGIN_SECRET_HEADER = "x-origin-secret";

/** Ms. The app's own time limit; the gateway gives up after 30 s. */
export const REQUEST_TIMEOUT_MS = 15_000;

export const METRICS_NAMESPACE = "DeployLens/Bff";

export const METRICS_DIMENSION = "environment";

/** A second dimension of request metrics: the route's operation id. They are also emitted without it. */
export const ROUTE_DIMENSION = "route";

export const REQUEST_METRICS = {
  Requests: "Count",
  /** 4xx answers. */
  ClientErrors: "Count",
  /** 5xx answers. */
  ServerErrors: "Count",
  /** Answers from older data because the source failed or was slow. */
  StaleAnswers: "Count",
  /** From receiving the request to answering it. */
  Latency: "Milliseconds",
} as const;

/** Metrics of calls to ModelArts and their units. */
export const UPSTREAM_METRICS = {
  UpstreamRequests: "Count",
  /** Calls that failed after all retries, throttled ones included. */
  UpstreamErrors: "Count",
  /** Calls rejected by rate limiting. */
  UpstreamThrottles: "Count",
  /** Calls rejected because of our credentials. */
  UpstreamRefusals: "Count",
  /** Includes retries and waits. */
  UpstreamLatency: "Milliseconds",
} as const;
