/** Names and limits shared with the infrastructure, alarms and dashboards. */

/**
 * The Lambda functions: entry file and build output, relative to the app's folder, and handler name.
 */
export const LAMBDA_FUNCTIONS = {
  /** Every minute: finds services to sync and queues them. */
  discover: {
    entry: "src/discover/discover.lambda.ts",
    folder: "dist/discover",
    handler: "discover.lambda.handler",
  },
  /** Fed by the queue: syncs services. */
  derive: { entry: "src/derive/derive.lambda.ts", folder: "dist/derive", handler: "derive.lambda.handler" },
  /** Every day: recomputes a sample, which must show no difference. */
  audit: { entry: "src/audit/audit.lambda.ts", folder: "dist/audit", handler: "audit.lambda.handler" },
  /** Started by operators: backfills and rebuilds, in parts. */
  job: { entry: "src/job/job.lambda.ts", folder: "dist/job", handler: "job.lambda.handler" },
} as const;

/**
 * esbuild options; paths are relative to the app's folder.
 *
 * `alias`: Lambda passes the role's credentials in the environment, and the SDK's chain of other sources is a third of its
 * bytes. `banner`: CommonJS modules inside the SDK call `require` for Node.js' own modules.
 */
export const ANALYTICS_BUNDLING = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  minify: true,
  mainFields: ["module", "main"],
  outExtension: { ".js": ".mjs" },
  legalComments: "none",
  alias: { "@aws-sdk/credential-provider-node": "./src/lambda/function-credentials.ts" },
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
} as const;

/** Maximum bundle size, as a multiple of the AWS SDK's clients alone in a default bundle. */
export const ANALYTICS_BUNDLE_BUDGET = 1.25;

/** The CloudWatch namespace of every metric of the pipeline. */
export const METRICS_NAMESPACE = "DeployLens/Analytics";

/** The only dimension; its value is `ENVIRONMENT_NAME`. */
export const METRICS_DIMENSION = "environment";

/** Metrics with their units. Alarms use sums over a period; `IngestDelay` has percentiles. */
export const METRICS = {
  /** One for each completed tick of a project. None for some minutes means that the pipeline did not run. */
  DiscoverCompleted: "Count",
  /** Failed ticks of a project. */
  DiscoverFailed: "Count",
  ServicesListed: "Count",
  /** Messages sent, one for each service to sync. */
  ServicesQueued: "Count",
  /** Messages whose results are completely stored. */
  MessagesProcessed: "Count",
  MessagesFailed: "Count",
  /** Messages returned to the queue untried because time ran out. */
  MessagesReturned: "Count",
  MessagesDeadLettered: "Count",
  /** Dead letters put back into the queue because they may succeed now. */
  MessagesRevived: "Count",
  /** Syncs that failed because of the upstream; they are recorded as owed and retried. */
  SyncsFailed: "Count",
  /** Services with owed syncs at each tick: their history is incomplete. Should not stay above 0. */
  ServicesOwed: "Count",
  PartsFolded: "Count",
  FoldsFailed: "Count",
  /** Rows left out of lists because they do not match the API reference, counted on every read. */
  RowsSetAside: "Count",
  /** Lists that were not in the requested order and had to be read completely. */
  ListsUnordered: "Count",
  /** Services whose history still has to be derived by the new rules. Sent only while there are any. */
  ServicesOutdated: "Count",
  /** Events read from the upstream, including known ones. */
  EventsRead: "Count",
  /** New events whose text matches no rule: the upstream may have changed its wording. */
  EventsUnclassified: "Count",
  /** Deployments added, changed or removed. */
  DeploymentsWritten: "Count",
  /** From the occurrence of a service's newest event until it was stored. */
  IngestDelay: "Milliseconds",
  UpstreamRequests: "Count",
  /** Calls that failed after all retries, including throttled ones. */
  UpstreamErrors: "Count",
  /** Calls refused because of rate limits. */
  UpstreamThrottles: "Count",
  /** Calls that failed because our credentials were refused or missing. */
  UpstreamRefusals: "Count",
  /** Days whose rollup is not the sum of their deployments: must be 0. */
  RollupDrift: "Count",
  /** Days whose deployments differ from what the current rules derive: `rebuild` has not been run since they changed. */
  DerivationDrift: "Count",
  DaysAudited: "Count",
  AuditCompleted: "Count",
} as const satisfies Readonly<Record<string, "Count" | "Milliseconds">>;

export type MetricName = keyof typeof METRICS;

/** SQS' maximum per call, and the batch size of the derive function. */
export const MESSAGES_PER_BATCH = 10;

/**
 * Maximum number of receives. When the last one fails, the function sends the message to the dead-letter queue with the
 * reason; the queue's own redrive, one receive later, covers functions that died before they could.
 */
export const MAX_RECEIVE_COUNT = 5;

/** Share of a run's initial time below which it starts no more work. */
export const RESERVED_TIME_SHARE = 0.2;

export const DEAD_LETTER_ATTRIBUTES = {
  reason: "reason",
  /** Human-readable. */
  detail: "detail",
  messageId: "sourceMessageId",
  receiveCount: "receiveCount",
} as const;

/**
 * Why a message was sent to the dead-letter queue.
 *
 * - `unparseable`: not one of our messages.
 * - `unknown_project`: about a project that this environment is not configured for.
 * - `attempts_exhausted`: failed as often as allowed; `detail` is the last failure.
 */
export const DEAD_LETTER_REASONS = ["unparseable", "unknown_project", "attempts_exhausted"] as const;

export type DeadLetterReason = (typeof DEAD_LETTER_REASONS)[number];
