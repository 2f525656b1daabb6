/** What others must agree on with this app: infrastructure, alarms, dashboards. */

/** The function's entry, from the app's folder. */
export const LAMBDA_ENTRY = "src/bff.lambda.ts";

/** What every cold start reads, from the app's folder: all but the one line that starts it. */
export const LAMBDA_COLD_START = "src/lambda/start-function.ts";

/** Where `pnpm run build` in the app's folder puts the function, and how Lambda names its handler. */
export const LAMBDA_BUNDLE = { folder: "dist/lambda", handler: "bff.lambda.handler" } as const;

/** How the function is bundled, in esbuild's words. `splitting` keeps what only some routes need out of the entry. */
export const LAMBDA_BUNDLING = {
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
 * The most that the files may weigh which a function has read by its first request, bytes; gzip counts each file by itself.
 * `entry`: what it imports; `start`: with what its warm-up loads to answer from the table, too.
 */
export const BUNDLE_BUDGET = {
  entry: { minified: 120_000, gzipped: 43_000 },
  start: { minified: 164_000, gzipped: 63_500 },
} as const;

/** All paths that the app answers begin so. */
export const PATH_PREFIXES = ["/api/", "/v1/", "/docs", "/openapi.json", "/healthz", "/readyz"] as const;

/** The header in which whatever stands before the function proves that it does: the value of `ORIGIN_SECRET`. */
export const ORIGIN_SECRET_HEADER = "x-origin-secret";

/** The longest that the app takes to answer, ms: the gateway waits 30 s at most. */
export const REQUEST_TIMEOUT_MS = 15_000;

/** The CloudWatch namespace of every metric of the app. */
export const METRICS_NAMESPACE = "DeployLens/Bff";

/** The dimension that every metric has; its value is `ENVIRONMENT_NAME`. */
export const METRICS_DIMENSION = "environment";

/** The second dimension of the metrics of requests: the route's operation id. They come without it, too. */
export const ROUTE_DIMENSION = "route";

/** The metrics of requests, with their units. */
export const REQUEST_METRICS = {
  /** Requests that were answered. */
  Requests: "Count",
  /** Those answered with 4xx. */
  ClientErrors: "Count",
  /** Those answered with 5xx. */
  ServerErrors: "Count",
  /** Those answered from an older read, because the source failed or was slow. */
  StaleAnswers: "Count",
  /** From the request's arrival to its answer. */
  Latency: "Milliseconds",
} as const;

/** The metrics of calls to ModelArts, with their units. */
export const UPSTREAM_METRICS = {
  UpstreamRequests: "Count",
  /** Calls that failed for good, throttled ones included. */
  UpstreamErrors: "Count",
  /** Calls that were refused because there were too many. */
  UpstreamThrottles: "Count",
  /** Calls that were refused because of our credentials. */
  UpstreamRefusals: "Count",
  /** Retries and waits included. */
  UpstreamLatency: "Milliseconds",
} as const;
