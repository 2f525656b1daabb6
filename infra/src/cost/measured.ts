/**
 * The pipeline's consumption, as measured by `node scripts/run.mjs e2e/deploy/measure-pipeline.ts`. Units are
 * DynamoDB's, indexes included; processor time is that of a whole processor, including the simulated upstream.
 */
export const MEASURED = {
  /** A deployment that takes a minute and a half, from the first sync to the last. */
  deployment: { messages: 4, upstreamCalls: 8.06, readUnits: 11.12, writeUnits: 12.01, cpuMs: 20.87 },
  /** Each further minute that it takes. */
  openMinute: { messages: 1, upstreamCalls: 1.01, readUnits: 2.53, writeUnits: 0, cpuMs: 2.41 },
  /** An idle minute of one project. */
  idleMinute: { messages: 0, upstreamCalls: 1, readUnits: 2, writeUnits: 0, cpuMs: 4.44 },
  /**
   * Size of a deployment in the table, KB: `docs/table-design.md`, a day item at one deployment a day and its share
   * of indexes.
   */
  storedKb: 1.5,
  /**
   * The dashboard's answers for the demo, KB, plain and with Brotli, as measured by `node scripts/run.mjs
   * e2e/deploy/measure-answers.ts`.
   */
  answers: {
    services: { plainKb: 27.4, sentKb: 4.6 },
    service: { plainKb: 1.1, sentKb: 0.5 },
    "100 events": { plainKb: 30.2, sentKb: 3.3 },
    "50 deployments": { plainKb: 43.1, sentKb: 5.2 },
    deployment: { plainKb: 2.9, sentKb: 0.8 },
    "statistics by phase": { plainKb: 2.3, sentKb: 0.7 },
    "… with histograms": { plainKb: 6.8, sentKb: 1.2 },
    "statistics by service and day": { plainKb: 131.9, sentKb: 14.1 },
  },
} as const;

/** The canary at its default interval: requests per run, and what a run takes. */
export const CANARY = { everyMinutes: 5, requests: 7, ofTheApi: 5, ms: 1_500, gb: 0.25, logKb: 2 } as const;

/** Assumptions, which only the account and its readers could measure. Replace them with your own. */
export const ASSUMED = {
  /** Duration of a deployment, minutes. */
  deploymentMinutes: 5,
  /** Response times of ModelArts and of DynamoDB, ms. */
  upstreamMs: 150,
  tableMs: 5,
  /** API requests per deployment, by people and programs that wait for it, and additional ones per day. */
  requestsPerDeployment: 20,
  requestsPerDay: 500,
  /** Share of requests that are not answered from memory, and read units of one that reads the table. */
  missShare: 0.3,
  readUnitsPerMiss: 5,
  /** Processor time of a request, ms. */
  requestCpuMs: 0.5,
  /** A line of the log and of the access log, Lambda's own included, KB. */
  logKbPerTick: 1.2,
  logKbPerMessage: 1,
  logKbPerRequest: 1.5,
  projects: 1,
  /** Number of warm function instances, each of which reads the credentials hourly for each project. */
  warmInstances: 6,
} as const;
