import type { DeploymentAnswer } from "../deployments/deployment.ts";
import type { DeploymentSummary } from "../deployments/deployment-summary.ts";
import type { EventList } from "../events/events.ts";
import type { Service } from "../services/services.ts";
import type { DeployDurations } from "../statistics/deploy-durations.ts";

const SERVICE = { id: "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e", name: "zcjtest-07085" };
const MODEL = { name: "zcjtestTF", version: "3.0.0" };
const AS_OF = "2019-07-08T16:00:00.000Z";

const common = {
  id: "0jxui23zo-0pdgo3cy5wh",
  serviceId: SERVICE.id,
  kind: "deploy",
  outcome: null,
  startedAt: "2019-07-08T14:47:31.764Z",
  endedAt: null,
  endedBy: null,
  lastEventAt: "2019-07-08T14:48:52.582Z",
  totalMs: null,
  observedMs: 80818,
  elapsedMs: 4348236,
  models: [MODEL],
  flags: ["stalled"],
  unclassified: 0,
  eta: null,
} satisfies Partial<DeploymentAnswer>;

const summary = [
  { phase: "build_image", wallMs: 17, criticalMs: 17, attempts: 1, measured: true },
  { phase: "prepare_environment", wallMs: 20171, criticalMs: 20171, attempts: 1, measured: true },
  { phase: "schedule_resource", wallMs: 6, criticalMs: 6, attempts: 1, measured: true },
  { phase: "pull_image", wallMs: 56642, criticalMs: 56642, attempts: 1, measured: true },
  { phase: "start_model", wallMs: null, criticalMs: 0, attempts: 1, measured: false },
] satisfies DeploymentAnswer["summary"];

/** The documented sample as a deployment: the table of contract section 3, an hour after its last event. */
export const SAMPLE_DEPLOYMENT: DeploymentAnswer = {
  ...common,
  phases: [
    run("build_image", "2019-07-08T14:47:31.788Z", "2019-07-08T14:47:31.805Z", 17),
    run("prepare_environment", "2019-07-08T14:47:35.744Z", "2019-07-08T14:47:55.915Z", 20171),
    {
      ...run("schedule_resource", "2019-07-08T14:47:55.915Z", "2019-07-08T14:47:55.921Z", 6),
      flags: ["implied_start"],
    },
    run("pull_image", "2019-07-08T14:47:55.928Z", "2019-07-08T14:48:52.570Z", 56642),
    run("start_model", "2019-07-08T14:48:52.582Z", null, null),
  ],
  summary,
  gaps: [
    { after: "start", before: "build_image", startedAt: "2019-07-08T14:47:31.764Z", ms: 24 },
    { after: "build_image", before: "prepare_environment", startedAt: "2019-07-08T14:47:31.805Z", ms: 3939 },
    { after: "schedule_resource", before: "pull_image", startedAt: "2019-07-08T14:47:55.921Z", ms: 7 },
    { after: "pull_image", before: "start_model", startedAt: "2019-07-08T14:48:52.570Z", ms: 12 },
  ],
  failure: null,
  configuration: null,
  eventCount: 9,
  asOf: AS_OF,
};

/** The documented sample in a list of deployments. */
export const SAMPLE_SUMMARY: DeploymentSummary = { ...common, phases: summary, gapsMs: 3982, cause: null };

/** The documented sample's service. */
export const SAMPLE_SERVICE: Service = {
  ...SERVICE,
  status: "deploying",
  lastTransitionAt: "2019-07-08T14:47:31.764Z",
  progressPercent: null,
  latestDeployment: SAMPLE_SUMMARY,
  unread: null,
};

/** The first page of the documented sample's events, newest first: its last event. */
export const SAMPLE_EVENTS: EventList = {
  service: SERVICE,
  events: [
    {
      id: "1562597332582-05zbnsd97mk",
      occurredAt: "2019-07-08T14:48:52.582Z",
      severity: "normal",
      message: "[zcjtestTF 3.0.0] starting model",
      signal: "begin",
      phase: "start_model",
      operation: null,
      model: MODEL,
      rule: "start-model-begin",
      attested: true,
      cause: null,
    },
  ],
  page: { total: 9, nextCursor: "eyJ0IjoxNTYyNTk3MzMyNTgyfQ" },
  asOf: AS_OF,
};

/** Statistics of one phase of one successful deployment. */
export const SAMPLE_DURATIONS: DeployDurations = {
  groupBy: ["phase"],
  window: { from: "2026-10-02T00:00:00.000Z", to: "2026-11-01T00:00:00.000Z" },
  groups: [
    { key: { phase: "pull_image" }, ...figuresOf(56642, 80818) },
    { key: { phase: "gap" }, ...figuresOf(3982, 80818) },
    { key: { phase: "total" }, ...figuresOf(80818, 80818) },
  ],
  total: figuresOf(80818, 80818),
  excluded: { failure: 1, open: 1 },
  outcomes: { success: 1, failure: 1, open: 1 },
  successRate: 0.5,
  failureCauses: { image_pull: 1 },
  method: "exact",
  relativeError: 0,
  asOf: "2026-11-01T00:00:00.000Z",
};

function run(
  phase: DeploymentAnswer["phases"][number]["phase"],
  startedAt: string,
  endedAt: string | null,
  ms: number | null,
): DeploymentAnswer["phases"][number] {
  const outcome = endedAt === null ? null : "success";
  return {
    phase,
    model: MODEL,
    startedAt,
    endedAt,
    wallMs: ms,
    activeMs: ms,
    attempts: 1,
    criticalMs: ms ?? 0,
    outcome,
    flags: [],
  };
}

function figuresOf(ms: number, totalMs: number): DeployDurations["total"] {
  const offset = Math.ceil(Math.log2(ms) * 32) - 1;
  return {
    n: 1,
    min: ms,
    mean: ms,
    max: ms,
    quantiles: { "0.5": ms, "0.9": ms, "0.99": ms },
    percentiles: { p50: ms, p90: ms, p99: ms },
    lowN: { "0.5": true, "0.9": true, "0.99": true },
    criticalMs: ms,
    share: ms / totalMs,
    excluded: {},
    histogram: { scale: 5, count: 1, sumMs: ms, zeroCount: 0, offset, bucketCounts: [1] },
  };
}
