import type { DeploymentDurations } from "@deploy-lens/core/durations";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { startDeadline, untilAborted } from "@deploy-lens/deadline";
import type { ServiceDeployment } from "@deploy-lens/store/day/deployment";
import type { Owed, ServiceHead } from "@deploy-lens/store/head";
import { identityOf } from "../cache/identity.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import { type CacheTimes, type Clocks, createReadThrough, type Read } from "../cache/read-through.ts";
import { ProblemError } from "../request/problem-error.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import type { Archive, LazyArchive } from "./archive.ts";

export interface Stored<Value> {
  readonly content: Value;
  readonly identity: string;
}

type Query<Name extends keyof Archive> = Parameters<Archive[Name]>[0];
type Answer<Name extends keyof Archive> = Awaited<ReturnType<Archive[Name]>>;

/** Cached reads of the archive. Every failure is `storage-unavailable`. */
export interface ArchiveReads {
  head(service: ServiceIds, caller: Caller): Promise<Read<Stored<ServiceHead>>>;
  heads(
    projectId: string,
    serviceIds: readonly string[],
    caller: Caller,
  ): Promise<Read<Stored<readonly ServiceHead[]>>>;
  services(query: Query<"listServices">, caller: Caller): Promise<Read<Stored<Answer<"listServices">>>>;
  /** Services with events that could not be read yet. */
  owed(projectId: string, caller: Caller): Promise<Read<Stored<readonly (readonly [string, Owed])[]>>>;
  deployments(
    query: Query<"listDeployments">,
    caller: Caller,
  ): Promise<Read<Stored<Answer<"listDeployments">>>>;
  projectDeployments(
    query: Query<"listProjectDeployments">,
    caller: Caller,
  ): Promise<Read<Stored<Answer<"listProjectDeployments">>>>;
  /** Not cached here: see `statisticsSource`. */
  projectTraits(query: Query<"projectTraits">, caller: Caller): Promise<Answer<"projectTraits">>;
  deliveryAttempts(
    query: Query<"deliveryAttempts">,
    caller: Caller,
  ): Promise<Read<Stored<Answer<"deliveryAttempts">>>>;
  deployment(query: Query<"readDeployment">, caller: Caller): Promise<Read<Stored<ServiceDeployment | null>>>;
  events(query: Query<"readEvents">, caller: Caller): Promise<Read<Stored<EventsPage>>>;
  recentDurations(
    query: Query<"recentDurations">,
    caller: Caller,
  ): Promise<Read<Stored<readonly DeploymentDurations[]>>>;
  findings(projectId: string, caller: Caller): Promise<Read<Stored<Answer<"readFindings">>>>;
  recentRuns(service: ServiceIds, caller: Caller): Promise<Read<Stored<Answer<"readRecentRuns">>>>;
  /** Not cached: it is large, and what is computed from it is cached. */
  statisticsSource(query: Query<"statisticsSource">, caller: Caller): Promise<Answer<"statisticsSource">>;
  /** False when the last read failed. */
  isHealthy(): boolean;
}

interface EventsPage {
  readonly events: readonly ServiceEvent[];
  readonly nextCursor: string | null;
}

const MAX_BYTES = 64 * 1024 * 1024;
const RETRY_AFTER_MS = 1_000;

export function createArchiveReads(open: LazyArchive, times: CacheTimes, clocks: Clocks): ArchiveReads {
  const { now } = clocks;
  let healthy = true;
  let archive: Promise<Archive> | null = null;

  const opened = (): Promise<Archive> => {
    archive ??= open().catch((error: unknown) => {
      archive = null;
      throw error;
    });
    return archive;
  };

  const attempt = async <Value>(
    caller: Caller,
    run: (archive: Archive) => Promise<Value>,
  ): Promise<Value> => {
    try {
      const value = await inTime(caller, now, opened().then(run));
      healthy = true;
      return value;
    } catch (error) {
      healthy = false;
      throw new ProblemError("storage-unavailable", { cause: error, retryAfterMs: RETRY_AFTER_MS });
    }
  };

  const cached = <Q, Value>(run: (archive: Archive, query: Q) => Promise<Value>) => {
    const cache = createReadThrough<Stored<Value> & { readonly bytes: number }>({
      times,
      maxWeight: MAX_BYTES / 8,
      weigh: ({ bytes }) => bytes,
      meaningOf: (error) => (error instanceof ProblemError ? "outage" : "other"),
      ...clocks,
    });
    return (query: Q, caller: Caller): Promise<Read<Stored<Value>>> =>
      cache.read(JSON.stringify(query), caller, async (inner) => {
        const content = await attempt(inner, (archive) => run(archive, query));
        return { content, identity: identityOf(content), bytes: 2 * JSON.stringify(content).length };
      });
  };

  const heads = cached(async (archive, query: { projectId: string; serviceIds: readonly string[] }) => {
    const found = await archive.readHeads(query.projectId, query.serviceIds);
    // A batch of items comes in any order, and the identity of what was read must not depend on it.
    return [...found.values()].sort((a, b) => (a.serviceId < b.serviceId ? -1 : 1));
  });

  return {
    head: cached((archive, service: ServiceIds) => archive.readHead(service)),
    heads: (projectId, serviceIds, caller) => heads({ projectId, serviceIds }, caller),
    services: cached((archive, query: Query<"listServices">) => archive.listServices(query)),
    owed: cached(async (archive, projectId: string) => [...(await archive.owedServices(projectId))]),
    deployments: cached((archive, query: Query<"listDeployments">) => archive.listDeployments(query)),
    projectDeployments: cached((archive, query: Query<"listProjectDeployments">) =>
      archive.listProjectDeployments(query),
    ),
    deliveryAttempts: cached((archive, query: Query<"deliveryAttempts">) => archive.deliveryAttempts(query)),
    deployment: cached((archive, query: Query<"readDeployment">) => archive.readDeployment(query)),
    events: cached((archive, query: Query<"readEvents">) => archive.readEvents(query)),
    recentDurations: cached((archive, query: Query<"recentDurations">) => archive.recentDurations(query)),
    findings: cached((archive, projectId: string) => archive.readFindings(projectId)),
    recentRuns: cached((archive, service: ServiceIds) => archive.readRecentRuns(service)),
    statisticsSource: (query, caller) => attempt(caller, (archive) => archive.statisticsSource(query)),
    projectTraits: (query, caller) => attempt(caller, (archive) => archive.projectTraits(query)),
    isHealthy: () => healthy,
  };
}

/** The table's client takes no signal, so this stops waiting at the caller's deadline. */
async function inTime<Value>(
  { deadlineMs }: Caller,
  now: () => number,
  answer: Promise<Value>,
): Promise<Value> {
  const expired = () => new Error("the table did not answer in time");
  const deadline = startDeadline({ timeoutMs: deadlineMs - now(), expired });
  try {
    return await untilAborted(answer, deadline.signal);
  } finally {
    deadline.close();
  }
}
