import { forEachBounded } from "../bounded.ts";
import type { WatchedService } from "../env.ts";
import { planTime, type RemainingTime } from "../lambda/time-budget.ts";
import { type DiscoverDependencies, discover } from "./index.ts";

/** What the discover function works with. */
export interface DiscoverHandlerDependencies extends DiscoverDependencies {
  readonly projectIds: readonly string[];
  readonly watchedServices: readonly WatchedService[];
  /** Puts dead letters back that may succeed by now; says how many. */
  readonly giveSecondChances: () => Promise<number>;
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
    if (failures.length < projectIds.length) await tryAgain(deps);
    metrics.flush();
    if (failures.length > 0) {
      const what = `${failures.length} of ${projectIds.length} projects could not be looked at`;
      throw new AggregateError(failures, what);
    }
  };
}

/** The upstream was well a moment ago. What goes wrong here is no failure of the tick, and there is another in a minute. */
async function tryAgain({ giveSecondChances, log, metrics }: DiscoverHandlerDependencies): Promise<void> {
  try {
    const revived = await giveSecondChances();
    if (revived > 0) metrics.add("MessagesRevived", revived);
  } catch (error) {
    log.error("dead letters could not be given a second chance", { error });
  }
}
