import { ASSUMED, MEASURED } from "./measured.ts";

interface ScaleLimit {
  readonly name: string;
  /** One deployment's share of it. */
  readonly takes: string;
  readonly holds: string;
  /** Deployments per day at an even load. */
  readonly deploymentsPerDay: number;
  /** The change to make when it is reached. */
  readonly remedy: string;
}

/**
 * Quotas of one account in one region, before AWS is asked for more. Sources: Service Quotas of Lambda, API Gateway and
 * DynamoDB; DynamoDB developer guide, "Partitions and data distribution".
 */
const QUOTAS = {
  functionsAtOnce: 1_000,
  gatewayRequestsPerSecond: 10_000,
  tableWriteUnitsPerSecond: 40_000,
  tableReadUnitsPerSecond: 40_000,
  partitionWriteUnitsPerSecond: 1_000,
  partitionReadUnitsPerSecond: 3_000,
} as const;

/** Our own settings, as they come: `infra/src/settings.ts`, `apps/analytics`. */
const SETTINGS = {
  deriveFunctions: 5,
  servicesSideBySide: 5,
  projectsSideBySide: 4,
  tickBudgetMs: 50_000,
  /** The factor by which a function of 1,024 MB takes longer than one with a whole processor. */
  processorsOfMemory: 1_769 / 1_024,
} as const;

/** Units of single accesses, as `docs/table-design.md` measured them. */
const ACCESS = {
  /** Writes of a service's head for a deployment: it begins, goes on, ends. */
  headWrites: 3,
  /** Units of each, the index of open services included. */
  headUnits: 3,
} as const;

const DAY_SECONDS = 86_400;

/** The limits of one environment in one account and region, narrowest first. */
export function scaleLimits(): readonly ScaleLimit[] {
  const { deployment, openMinute } = MEASURED;
  const openMinutes = ASSUMED.deploymentMinutes - 1.5;
  const each = (of: keyof typeof deployment) => deployment[of] + openMinutes * openMinute[of];
  const messages = each("messages");
  const cpuMs = (each("cpuMs") / messages) * SETTINGS.processorsOfMemory;
  const messageMs = cpuMs + (each("upstreamCalls") / messages) * ASSUMED.upstreamMs + 4 * ASSUMED.tableMs;
  const workers = SETTINGS.deriveFunctions * SETTINGS.servicesSideBySide;
  const messagesPerSecond = (workers * 1_000) / messageMs;
  const requestMs =
    ASSUMED.requestCpuMs * SETTINGS.processorsOfMemory + ASSUMED.missShare * ASSUMED.upstreamMs;
  const requestsPerSecond = (QUOTAS.functionsAtOnce * 1_000) / requestMs;
  const headUnits = ACCESS.headWrites * ACCESS.headUnits;
  const a = (perSecond: number, takes: number) => (perSecond * DAY_SECONDS) / takes;
  const all: readonly ScaleLimit[] = [
    {
      name: "Derivation",
      takes: `${round(messages)} messages of ${round(messageMs)} ms, mostly waiting for ModelArts`,
      holds: `${SETTINGS.deriveFunctions} functions with ${SETTINGS.servicesSideBySide} services side by side: ${round(messagesPerSecond)} messages a second`,
      deploymentsPerDay: a(messagesPerSecond, messages),
      remedy: "`pipeline.maxConcurrency`, up to 1,000",
    },
    {
      name: "One project's heads",
      takes: `${headUnits} write units of one partition`,
      holds: `${count(QUOTAS.partitionWriteUnitsPerSecond)} units a second`,
      deploymentsPerDay: a(QUOTAS.partitionWriteUnitsPerSecond, headUnits),
      remedy: "nothing: DynamoDB splits a partition that stays hot; beyond that, another project",
    },
    {
      name: "The API's gateway",
      takes: `${ASSUMED.requestsPerDeployment} requests`,
      holds: `${count(QUOTAS.gatewayRequestsPerSecond)} requests a second`,
      deploymentsPerDay: a(QUOTAS.gatewayRequestsPerSecond, ASSUMED.requestsPerDeployment),
      remedy: "the quota, on request; CloudFront before it",
    },
    {
      name: "The API's functions",
      takes: `${ASSUMED.requestsPerDeployment} requests of ${round(requestMs)} ms`,
      holds: `${count(QUOTAS.functionsAtOnce)} at once: ${count(requestsPerSecond)} requests a second`,
      deploymentsPerDay: a(requestsPerSecond, ASSUMED.requestsPerDeployment),
      remedy: "the account's concurrency, on request; a new account begins with ten",
    },
    {
      name: "The table, writes",
      takes: `${round(each("writeUnits"))} write units`,
      holds: `${count(QUOTAS.tableWriteUnitsPerSecond)} units a second`,
      deploymentsPerDay: a(QUOTAS.tableWriteUnitsPerSecond, each("writeUnits")),
      remedy:
        "the quota, on request; warm throughput before a backfill, since a new table begins with a tenth",
    },
    {
      name: "The table, reads",
      takes: `${round(each("readUnits"))} read units`,
      holds: `${count(QUOTAS.tableReadUnitsPerSecond)} units a second`,
      deploymentsPerDay: a(QUOTAS.tableReadUnitsPerSecond, each("readUnits")),
      remedy: "the quota, on request",
    },
  ];
  return all.toSorted((one, other) => one.deploymentsPerDay - other.deploymentsPerDay);
}

/** Projects that fit into one tick, and calls of ModelArts a second for this many deployments a day. */
function upstreamModel(deploymentsPerDay: number) {
  const { deployment, openMinute } = MEASURED;
  const calls = deployment.upstreamCalls + (ASSUMED.deploymentMinutes - 1.5) * openMinute.upstreamCalls;
  const projectMs = ASSUMED.upstreamMs + 2 * ASSUMED.tableMs;
  return {
    projects: Math.floor((SETTINGS.projectsSideBySide * SETTINGS.tickBudgetMs) / projectMs),
    callsPerDeployment: calls,
    callsPerSecond: (deploymentsPerDay * calls) / DAY_SECONDS,
  };
}

/** The part of `docs/scale.md` that follows from the figures. */
export function scaleTable(): string {
  const all = scaleLimits();
  const [first] = all;
  if (first === undefined) throw new Error("there are no limits");
  const { projects, callsPerDeployment, callsPerSecond } = upstreamModel(first.deploymentsPerDay);
  return [
    "| | a deployment takes | there is | deployments a day | then |",
    "| --- | --- | --- | ---: | --- |",
    ...all.map(
      ({ name, takes, holds, deploymentsPerDay, remedy }) =>
        `| ${name} | ${takes} | ${holds} | ${count(deploymentsPerDay)} | ${remedy} |`,
    ),
    "",
    `**${first.name} breaks first**, at ${count(first.deploymentsPerDay)} deployments a day, evenly spread; where the busiest minute has five times the mean, at ${count(first.deploymentsPerDay / 5)}. What does not fit waits in the queue and is late, not lost.`,
    "",
    `ModelArts may be narrower: a deployment asks it ${round(callsPerDeployment)} times, so that many deployments are ${round(callsPerSecond)} calls a second, and its limit is the account's and not published. A tick asks once for each project: ${count(projects)} projects fit into one.`,
    "",
  ].join("\n");
}

/** Three digits say enough of a capacity. */
function count(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US");
}

function round(value: number): string {
  return Number(value.toFixed(1)).toLocaleString("en-US");
}
