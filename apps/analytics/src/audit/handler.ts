import { planTime, type RemainingTime } from "../lambda/time-budget.ts";
import { type AuditDependencies, audit } from "./index.ts";

export interface AuditHandlerDependencies extends AuditDependencies {
  readonly projectIds: readonly string[];
}

/** Audits all projects. The schedule's event is ignored. */
export type AuditHandler = (event: unknown, context: RemainingTime) => Promise<void>;

/** Findings go to the metrics and the log; only a project that could not be audited is an error. */
export function createAuditHandler(deps: AuditHandlerDependencies): AuditHandler {
  return async (_event, context) => {
    const { projectIds, log, metrics, now } = deps;
    const budget = planTime(() => context.getRemainingTimeInMillis(), now);
    const failures: unknown[] = [];
    for (const projectId of projectIds) {
      try {
        if (!budget.hasTime()) throw new Error("no time was left for this project");
        log.info("project audited", { projectId, ...(await audit(deps, { projectId })) });
      } catch (error) {
        log.error("a project could not be audited", { projectId, error });
        failures.push(error);
      }
    }
    metrics.flush();
    if (failures.length > 0) {
      throw new AggregateError(
        failures,
        `${failures.length} of ${projectIds.length} projects could not be audited`,
      );
    }
  };
}
