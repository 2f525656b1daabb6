import { ASSUMED, CANARY, MEASURED } from "./measured.ts";
import { PRICES } from "./prices.ts";

/** Cost by item, in US dollars a month. */
export type MonthlyCost = Readonly<Record<string, number>>;

/** Fixed costs, counted in the templates. */
export interface Standing {
  /** Metrics used by alarms. */
  readonly alarmMetrics: number;
  /** Metrics written by the functions in an idle month, and in a busy one. */
  readonly idleMetrics: number;
  readonly busyMetrics: number;
  /** Rules of the firewall. */
  readonly firewallRules: number;
  /** Daily backups that the vault holds. */
  readonly backups: number;
}

const DAYS = 30;
const MINUTES = DAYS * 24 * 60;
const MILLION = 1_000_000;
const KB_PER_GB = 1_000_000;
/** Memory at which a function gets a whole processor, MB. Source: the Lambda developer guide. */
const MB_PER_CPU = 1_769;
const DISCOVER_GB = 0.5;
const WORK_GB = 1;
/** SQS requests per message: to send (in batches of up to ten), receive and delete it. */
const REQUESTS_PER_MESSAGE = 3;
/** Lambda polls with five concurrent requests of 20 s each. */
const IDLE_POLLS_PER_MINUTE = 15;

/** The formula: `docs/cost.md` explains it. */
export function monthlyCost(deploymentsPerDay: number, standing: Standing): MonthlyCost {
  const { deployment, openMinute, idleMinute, storedKb } = MEASURED;
  const a = ASSUMED;
  const deployments = deploymentsPerDay * DAYS;
  const openMinutes = Math.max(0, a.deploymentMinutes - 1.5);
  const each = (of: keyof typeof deployment) => deployment[of] + openMinutes * openMinute[of];
  const messages = deployments * each("messages");
  const requests =
    deploymentsPerDay === 0 ? 0 : (a.requestsPerDay + deploymentsPerDay * a.requestsPerDeployment) * DAYS;
  const ticks = MINUTES;

  const discoverMs = cpuAt(idleMinute.cpuMs, DISCOVER_GB) + a.projects * (a.upstreamMs + 2 * a.tableMs);
  const messageMs =
    cpuAt(each("cpuMs") / each("messages"), WORK_GB) +
    (each("upstreamCalls") / each("messages")) * a.upstreamMs +
    4 * a.tableMs;
  const requestMs = cpuAt(a.requestCpuMs, WORK_GB) + a.missShare * a.upstreamMs;

  const invocations = ticks + messages + requests;
  const gbSeconds =
    (ticks * discoverMs * DISCOVER_GB + messages * messageMs * WORK_GB + requests * requestMs * WORK_GB) /
    1_000;
  const reads =
    ticks * a.projects * idleMinute.readUnits +
    deployments * each("readUnits") +
    requests * a.missShare * a.readUnitsPerMiss;
  const polls = Math.max(0, MINUTES * IDLE_POLLS_PER_MINUTE - messages);
  const storedGb = (deploymentsPerDay * 365 * storedKb) / KB_PER_GB;
  const logKb = ticks * a.logKbPerTick + messages * a.logKbPerMessage + requests * a.logKbPerRequest;

  return {
    Lambda: (invocations / MILLION) * PRICES.lambdaRequests + gbSeconds * PRICES.lambdaGbSecond,
    "DynamoDB, requests":
      (reads / MILLION) * PRICES.dynamodbReads +
      ((deployments * each("writeUnits")) / MILLION) * PRICES.dynamodbWrites,
    "DynamoDB, a year of history": storedGb * PRICES.dynamodbStorage,
    "Backups of it": storedGb * standing.backups * PRICES.dynamodbBackup,
    SQS: ((messages * REQUESTS_PER_MESSAGE + polls) / MILLION) * PRICES.sqsRequests,
    Scheduler: (ticks / MILLION) * PRICES.schedulerTicks,
    "HTTP API and CloudFront":
      (requests / MILLION) * (PRICES.httpApiRequests + PRICES.cloudFrontRequests) +
      ((requests * ANSWER_KB) / KB_PER_GB) * PRICES.cloudFrontTransfer,
    Logs: (logKb / KB_PER_GB) * PRICES.logs,
    Metrics: (deploymentsPerDay === 0 ? standing.idleMetrics : standing.busyMetrics) * PRICES.metric,
    "Alarms and dashboard": standing.alarmMetrics * PRICES.alarmMetric + PRICES.dashboard,
    Traces: (tracesOf(invocations) / MILLION) * PRICES.traces,
    // ModelArts' credentials, and the secret that CloudFront sends to the API.
    Secrets: 2 * PRICES.secret + ((a.warmInstances * a.projects * DAYS * 24) / MILLION) * PRICES.secretReads,
    Firewall:
      PRICES.firewall +
      standing.firewallRules * PRICES.firewallRule +
      (requests / MILLION) * PRICES.firewallRequests,
    Canary: canaryCost(),
  };
}

/** The mean of the answers that were measured. */
const ANSWERS = Object.values(MEASURED.answers);
export const ANSWER_KB = ANSWERS.reduce((sum, { sentKb }) => sum + sentKb, 0) / ANSWERS.length;

/** The canary's requests and the work that they cause; its alarm is counted with the others. */
function canaryCost(): number {
  const runs = MINUTES / CANARY.everyMinutes;
  const [asked, ofTheApi] = [runs * CANARY.requests, runs * CANARY.ofTheApi];
  const gbSeconds =
    (runs * CANARY.ms * CANARY.gb + ofTheApi * cpuAt(ASSUMED.requestCpuMs, WORK_GB) * WORK_GB) / 1_000;
  return (
    (runs * PRICES.schedulerTicks +
      (runs + ofTheApi) * (PRICES.lambdaRequests + PRICES.traces) +
      ofTheApi * PRICES.httpApiRequests +
      asked * (PRICES.cloudFrontRequests + PRICES.firewallRequests)) /
      MILLION +
    gbSeconds * PRICES.lambdaGbSecond +
    ((runs * CANARY.logKb + ofTheApi * ASSUMED.logKbPerRequest) / KB_PER_GB) * PRICES.logs
  );
}

/** Duration of work on the share of a processor that comes with the memory. */
function cpuAt(cpuMs: number, memoryGb: number): number {
  return cpuMs * Math.max(1, MB_PER_CPU / (memoryGb * 1_024));
}

/** X-Ray's default: one per second, and a twentieth of the rest. */
function tracesOf(invocations: number): number {
  const seconds = DAYS * 86_400;
  return Math.min(invocations, seconds) + Math.max(0, invocations - seconds) * 0.05;
}
