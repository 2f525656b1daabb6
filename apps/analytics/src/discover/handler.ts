import { forEachBounded } from "../bounded.ts";
import type { WatchedService } from "../env.ts";
import { planTime, type RemainingTime } from "../lambda/time-budget.ts";
import { type DiscoverDependencies, discover } from "./index.ts";

export interface DiscoverHandlerDependencies extends DiscoverDependencies {
  readonly projectIds: readonly string[];
  readonly watchedServices: readonly WatchedService[];
  /** Puts back dead letters that may succeed now; returns how many. */
  readonly giveSecondChances: () => Promise<number>;
}

/** Ticks all projects. The schedule's event is ignored. */
export type DiscoverHandler = (event: unknown, context: RemainingTime) => Promise<void>;

const CONCURRENCY = 4;

/** One project's failure does not stop the others from being scanned. */
export function createDiscoverHandler(deps: DiscoverHandlerDependencies): DiscoverHandler {
  return async (_event, context) => {
    const { projectIds, watchedServices, log, metrics } = deps;
    const budget = planTime(() => context.getRemainingTimeInMillis(), deps.now);
    const failures: unknown[] = [];
    const watched = Map.groupBy(watchedServices, ({ projectId }) => projectId);
    await forEachBounded(projectIds, CONCURRENCY, async (projectId) => {
      const watchedServiceIds = watched.get(projectId)?.map(({ serviceId }) => serviceId) ?? null;
      try {
        if (!budget.hasTime()) throw new Error("no time was left for this project");
        const input = { projectId, watchedServiceIds, deadlineMs: budget.deadlineMs };
        log.info("project scanned", { projectId, ...(await discover(deps, input)) });
      } catch (error) {
        log.error("a project could not be scanned", { projectId, error });
        metrics.add("DiscoverFailed");
        failures.push(error);
      }
    });
    if (failures.length < projectIds.length) await reviveDeadLetters(deps);
    metrics.flush();
    if (failures.length > 0) {
      const what = `${failures.length} of ${projectIds.length} projects could not be scanned`;
      throw new AggregateError(failures, what);
    }
  };
}

/** The upstream has just answered. A failure here does not fail the tick; the next one is a minute away. */
async function reviveDeadLetters({
  giveSecondChances,
  log,
  metrics,
}: DiscoverHandlerDependencies): Promise<void> {
  try {
    const revived = await giveSecondChances();
    if (revived > 0) metrics.add("MessagesRevived", revived);
  } catch (error) {
    log.error("dead letters could not be given a second chance", { error });
  }
}
