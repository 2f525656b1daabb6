/** What others must agree on with this app: infrastructure, alarms, dashboards. */

/**
 * The functions: each one's entry, from the app's folder; where `pnpm run build` there puts it; and how Lambda names its handler.
 */
export const LAMBDA_FUNCTIONS = {
  /** On a schedule, every minute: finds services to look at, queues them. */
  discover: {
    entry: "src/discover/discover.lambda.ts",
    folder: "dist/discover",
    handler: "discover.lambda.handler",
  },
  /** Fed by the queue: looks at services, stores what follows. */
  derive: { entry: "src/derive/derive.lambda.ts", folder: "dist/derive", handler: "derive.lambda.handler" },
  /** On a schedule, every day: recomputes a sample, must find nothing. */
  audit: { entry: "src/audit/audit.lambda.ts", folder: "dist/audit", handler: "audit.lambda.handler" },
  /** Started by people: backfills and rebuilds, part by part. */
  job: { entry: "src/job/job.lambda.ts", folder: "dist/job", handler: "job.lambda.handler" },
} as const;

/**
 * How they are bundled, in esbuild's words; paths are from the app's folder.
 *
 * `alias`: Lambda hands a function its role's credentials; the SDK's chain of other sources is a third of its bytes.
 * `banner`: what is CommonJS inside the SDK asks for Node.js' own modules.
 */
export const LAMBDA_BUNDLING = {
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

/** The most that a function may weigh, as a multiple of the AWS SDK's clients alone, bundled by the defaults. */
export const BUNDLE_BUDGET = 1.2;

/** The CloudWatch namespace of every metric of the pipeline. */
export const METRICS_NAMESPACE = "DeployLens/Analytics";

/** The one dimension that every metric has; its value is `ENVIRONMENT_NAME`. */
export const METRICS_DIMENSION = "environment";

/** Every metric of the pipeline with its unit. An alarm sums them over a period; `IngestDelay` has percentiles. */
export const METRICS = {
  /** One for each project whose tick went through. None for some minutes: the pipeline did not run. */
  DiscoverCompleted: "Count",
  /** Ticks of one project that failed. */
  DiscoverFailed: "Count",
  /** Services that the upstream listed. */
  ServicesListed: "Count",
  /** Messages sent, one for each service to look at. */
  ServicesQueued: "Count",
  /** Messages done with: everything that they brought is stored. */
  MessagesProcessed: "Count",
  /** Messages that failed and come again. */
  MessagesFailed: "Count",
  /** Messages handed back untried for want of time. */
  MessagesReturned: "Count",
  /** Messages sent to the dead-letter queue with their reason. */
  MessagesDeadLettered: "Count",
  /** Dead letters that were put back into the queue, because they may succeed by now. */
  MessagesRevived: "Count",
  /** Syncs of a service that the upstream failed. They are owed, and come again. */
  SyncsFailed: "Count",
  /** Services with owed syncs, at each tick: their history is not whole. More than 0 for long: somebody should look. */
  ServicesOwed: "Count",
  /** Rows of lists that were not what the reference says, and were left out, each time that they are read. */
  RowsSetAside: "Count",
  /** Lists that came in another order than asked for, and were read whole. */
  ListsUnordered: "Count",
  /** Services whose history is still to be derived again, since the rules have changed. Sent while there are any. */
  ServicesOutdated: "Count",
  /** Events that the upstream sent, known ones included. */
  EventsRead: "Count",
  /** New events whose text no rule knows: the upstream may have changed its wording. */
  EventsUnclassified: "Count",
  /** Deployments that are new or came out differently. */
  DeploymentsWritten: "Count",
  /** From the occurrence of a service's newest event to the moment that it was stored. */
  IngestDelay: "Milliseconds",
  UpstreamRequests: "Count",
  /** Calls that failed for good, throttled ones included. */
  UpstreamErrors: "Count",
  /** Calls that the upstream refused because there were too many. */
  UpstreamThrottles: "Count",
  /** Calls that failed because of our credentials, or for want of any. */
  UpstreamRefusals: "Count",
  /** Days whose rollup is not the sum of their deployments: must be 0. */
  RollupDrift: "Count",
  /** Days whose deployments are not what today's rules make of their events: `rebuild` has not been run since they changed. */
  DerivationDrift: "Count",
  /** Days that were audited. */
  DaysAudited: "Count",
  /** One for each project whose audit went through. */
  AuditCompleted: "Count",
} as const satisfies Readonly<Record<string, "Count" | "Milliseconds">>;

/** One of {@link METRICS}. */
export type MetricName = keyof typeof METRICS;

/** Messages that one call of SQS takes, and that one batch of the derive function should hold. */
export const MESSAGES_PER_BATCH = 10;

/**
 * How often a message may be received. The function itself sends it to the dead-letter queue, with the reason, when the
 * last of these fails; the queue's own redrive, one receive later, is for functions that died before they could.
 */
export const MAX_RECEIVE_COUNT = 5;

/** Time left, as a share of what there was at first, below which a run takes no more work. */
export const RESERVED_TIME_SHARE = 0.2;

/** The attributes of a message in the dead-letter queue. */
export const DEAD_LETTER_ATTRIBUTES = {
  /** One of {@link DEAD_LETTER_REASONS}. */
  reason: "reason",
  /** What happened, for people. */
  detail: "detail",
  /** The id of the message in the queue that it came from. */
  messageId: "sourceMessageId",
  /** How often it had been received. */
  receiveCount: "receiveCount",
} as const;

/**
 * Why a message ended in the dead-letter queue.
 *
 * - `unparseable`: it is no message of ours.
 * - `unknown_project`: about a project that this environment is not set up for.
 * - `attempts_exhausted`: it failed as often as allowed; `detail` is the last failure.
 */
export const DEAD_LETTER_REASONS = ["unparseable", "unknown_project", "attempts_exhausted"] as const;

/** One of {@link DEAD_LETTER_REASONS}. */
export type DeadLetterReason = (typeof DEAD_LETTER_REASONS)[number];
