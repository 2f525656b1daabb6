import { ASSUMED, MEASURED } from "@deploy-lens/infra/cost/measured";

export interface Limit {
  readonly name: string;
  /** What one deployment consumes of it. */
  readonly takes: string;
  readonly holds: string;
  /** Deployments per day at an even load. */
  readonly deploymentsPerDay: number;
  /** What to change when it is reached. */
  readonly remedy: string;
}

/**
 * What AWS gives one account in one region, unless it is asked for more. Sources: Service Quotas of Lambda, API Gateway and
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
  /** How much longer a function of 1,024 MB takes than one with a whole processor. */
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
export function limits(): readonly Limit[] {
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
  const all: readonly Limit[] = [
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

/** How many projects one tick reads, and calls of ModelArts a second for so many deployments a day. */
export function upstreamModel(deploymentsPerDay: number) {
  const { deployment, openMinute } = MEASURED;
  const calls = deployment.upstreamCalls + (ASSUMED.deploymentMinutes - 1.5) * openMinute.upstreamCalls;
  const projectMs = ASSUMED.upstreamMs + 2 * ASSUMED.tableMs;
  return {
    projects: Math.floor((SETTINGS.projectsSideBySide * SETTINGS.tickBudgetMs) / projectMs),
    callsPerDeployment: calls,
    callsPerSecond: (deploymentsPerDay * calls) / DAY_SECONDS,
  };
}

/** What stands before and after {@link scaleTable} in docs/scale.md. */
const SCALE_PLACE = ["<!-- scale -->\n", "<!-- /scale -->"] as const;

/** Puts {@link scaleTable} in its place in the document. */
export function writeScale(document: string): string {
  const [open, close] = SCALE_PLACE;
  const from = document.indexOf(open) + open.length;
  const to = document.indexOf(close);
  if (from < open.length || to < from)
    throw new Error(`docs/scale.md has no place ${open.trim()} … ${close}`);
  return document.slice(0, from) + scaleTable() + document.slice(to);
}

/** The part of docs/scale.md that follows from the figures. */
export function scaleTable(): string {
  const all = limits();
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
