import { forEachBounded } from "../bounded.ts";
import type { WatchedService } from "../env.ts";
import { planTime, type RemainingTime } from "../lambda/time-budget.ts";
import { type DiscoverDependencies, discover } from "./index.ts";

/** What the discover function works with. */
export interface DiscoverHandlerDependencies extends DiscoverDependencies {
  readonly projectIds: readonly string[];
  readonly watchedServices: readonly WatchedService[];
}

/** Ticks all projects. The schedule's event says nothing that matters. */
export type DiscoverHandler = (event: unknown, context: RemainingTime) => Promise<void>;

/** Projects looked at side by side. */
const HANDS = 4;

/** Makes the discover function. One project's failure does not keep the others from being looked at. */
export function createDiscoverHandler(deps: DiscoverHandlerDependencies): DiscoverHandler {
  return async (_event, context) => {
    const { projectIds, watchedServices, log, metrics } = deps;
    const budget = planTime(() => context.getRemainingTimeInMillis(), deps.now);
    const failures: unknown[] = [];
    const watched = Map.groupBy(watchedServices, ({ projectId }) => projectId);
    await forEachBounded(projectIds, HANDS, async (projectId) => {
      const watchedServiceIds = watched.get(projectId)?.map(({ serviceId }) => serviceId) ?? null;
      try {
        if (!budget.hasTime()) throw new Error("no time was left for this project");
        const input = { projectId, watchedServiceIds, deadlineMs: budget.deadlineMs };
        log.info("project looked at", { projectId, ...(await discover(deps, input)) });
      } catch (error) {
        log.error("a project could not be looked at", { projectId, error });
        metrics.add("DiscoverFailed");
        failures.push(error);
      }
    });
    metrics.flush();
    if (failures.length > 0) {
      const what = `${failures.length} of ${projectIds.length} projects could not be looked at`;
      throw new AggregateError(failures, what);
    }
  };
}
