/**
 * What the pipeline consumes, as `node scripts/run.mjs e2e/deploy/measure-pipeline.ts` measured it. Units are DynamoDB's,
 * indexes included; processor time is that of a whole processor, the simulated upstream's included.
 */
export const MEASURED = {
  /** A deployment that takes a minute and a half, from the first look to the last. */
  deployment: { messages: 4, upstreamCalls: 8.06, readUnits: 11.12, writeUnits: 12.01, cpuMs: 20.87 },
  /** Each further minute that it takes. */
  openMinute: { messages: 1, upstreamCalls: 1.01, readUnits: 2.53, writeUnits: 0, cpuMs: 2.41 },
  /** A minute of one project in which nothing happens. */
  idleMinute: { messages: 0, upstreamCalls: 1, readUnits: 2, writeUnits: 0, cpuMs: 4.44 },
  /** What a deployment leaves in the table, KB: `docs/table-design.md`, a day item at one deployment a day and its share of indexes. */
  storedKb: 1.5,
} as const;

/** What cannot be measured without the account and its readers. Put in your own. */
export const ASSUMED = {
  /** How long a deployment takes, minutes. */
  deploymentMinutes: 5,
  /** How long ModelArts takes to answer, and DynamoDB, ms. */
  upstreamMs: 150,
  tableMs: 5,
  /** Requests of the API for each deployment, by people and programs who wait for it; and each day besides. */
  requestsPerDeployment: 20,
  requestsPerDay: 500,
  /** Of requests, the share that is not answered from memory, and read units of one that reads the table. */
  missShare: 0.3,
  readUnitsPerMiss: 5,
  /** Processor time of a request, ms. */
  requestCpuMs: 0.5,
  /** A line of the log and of the access log, Lambda's own included, KB. */
  logKbPerTick: 1.2,
  logKbPerMessage: 1,
  logKbPerRequest: 1.5,
  /**
   * An answer, KB, as the BFF's Brotli leaves it: the mean of what the dashboard asks of the demo. Before and after: 26 services 27.4 and
   * 4.5, one of them 1.1 and 0.5, 100 events 30.6 and 3.0, 50 deployments 43.6 and 5.2, a deployment 2.9 and 0.8, statistics by phase
   * 2.4 and 0.8, with histograms 8.1 and 2.0, by service and day 163.6 and 17.3.
   */
  answerKb: 4,
  projects: 1,
  /** Function instances that are warm at once, each of which reads the credentials hourly for each project. */
  warmInstances: 6,
} as const;
