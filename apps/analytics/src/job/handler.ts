import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import { errorText, type Log } from "@deploy-lens/observe/log";
import type { Store } from "@deploy-lens/store/store";
import * as z from "zod/mini";
import { backfillService } from "../commands/backfill-service.ts";
import type { NamedService } from "../commands/each-service.ts";
import { chosenServices } from "../commands/stored-services.ts";
import { listUpstreamServices } from "../commands/upstream-services.ts";
import { planTime, type RemainingTime } from "../lambda/time-budget.ts";

/** One part of a job; `after` is the last service (`PROJECT/SERVICE`) of the previous part. */
const JobRequest = z.object({
  job: z.enum(["backfill", "rebuild"]),
  /** Start of a backfill, epoch ms; default: the upstream's retention. */
  fromMs: z.optional(z.int()),
  after: z._default(z.nullable(z.string()), null),
});

export interface JobReport {
  readonly services: number;
  readonly done: number;
  readonly deployments: number;
  readonly writes: number;
  readonly failures: readonly (NamedService & { readonly problem: string })[];
  /** `after` of the next part; `null` when all is done. */
  readonly next: string | null;
}

export interface JobDependencies {
  readonly projectIds: readonly string[];
  readonly upstream: Pick<ModelArtsClient, "readServices" | "getService" | "readEvents" | "listUpdateLogs">;
  readonly store: Pick<Store, "ingest" | "listServices" | "rederive">;
  readonly log: Log;
  readonly now: () => number;
}

export type JobHandler = (event: unknown, context: RemainingTime) => Promise<JobReport>;

/** The upstream's retention of events, ms. */
const MONTH_MS = 31 * 86_400_000;
/** No service is started after this long, ms, so that the operator sees progress. */
const PART_MS = 40_000;
/** Time limit for reading a week of events, ms. */
const CALL_MS = 120_000;

/**
 * Runs `npm run backfill` and `npm run rebuild` inside the account. Services are processed in the order of their names; a
 * part ends when its time is up and reports where to continue. Safe to repeat and to interrupt.
 */
export function createJobHandler(deps: JobDependencies): JobHandler {
  return async (event, context) => {
    const { job, fromMs = deps.now() - MONTH_MS, after } = JobRequest.parse(event);
    const budget = planTime(() => context.getRemainingTimeInMillis(), deps.now);
    const endsAtMs = deps.now() + PART_MS;
    const all = (await servicesOf(deps, job)).toSorted((a, b) =>
      nameOf(a.service) < nameOf(b.service) ? -1 : 1,
    );
    const rest = all.filter(({ service }) => after === null || nameOf(service) > after);

    const failures: JobReport["failures"][number][] = [];
    let [done, deployments, writes, next] = [0, 0, 0, after];
    for (const { service, work } of rest) {
      if (done > 0 && (deps.now() >= endsAtMs || !budget.hasTime())) break;
      try {
        const report = await work({ fromMs, toMs: deps.now() });
        deployments += report.deployments;
        writes += report.writes;
      } catch (error) {
        const problem = errorText(error);
        failures.push({ ...service, problem });
        deps.log.error("a service could not be worked on", { ...service, error });
      }
      done += 1;
      next = nameOf(service);
    }
    deps.log.info("part of a job done", { deployments, writes });
    return {
      services: all.length,
      done,
      deployments,
      writes,
      failures,
      next: done === rest.length ? null : next,
    };
  };
}

interface Task {
  readonly service: NamedService;
  readonly work: (window: {
    readonly fromMs: number;
    readonly toMs: number;
  }) => Promise<{ readonly deployments: number; readonly writes: number }>;
}

async function servicesOf(deps: JobDependencies, job: z.output<typeof JobRequest>["job"]): Promise<Task[]> {
  const { projectIds, upstream, store, log, now } = deps;
  const everything = { projectIds, serviceIds: null };
  if (job === "rebuild") {
    const stored = await chosenServices(store, everything);
    return stored.map((service) => ({ service, work: () => store.rederive(service) }));
  }
  const progress = { show: (text: string) => log.debug(text) };
  const listing = { signal: new AbortController().signal, progress, timeoutMs: CALL_MS, now };
  const listed = await listUpstreamServices(upstream, everything, listing);
  return listed.map(({ state, ...service }) => ({
    service,
    work: (window) =>
      backfillService({ upstream, store, timeoutMs: CALL_MS, now, log }, { ...service, ...window, state }),
  }));
}

function nameOf({ projectId, serviceId }: NamedService): string {
  return `${projectId}/${serviceId}`;
}
