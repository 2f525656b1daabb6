import { planTime, type RemainingTime } from "../lambda/time-budget.ts";
import { type AuditDependencies, audit } from "./index.ts";

/** What the audit function works with. */
export interface AuditHandlerDependencies extends AuditDependencies {
  readonly projectIds: readonly string[];
}

/** Audits all projects. The schedule's event says nothing that matters. */
export type AuditHandler = (event: unknown, context: RemainingTime) => Promise<void>;

/** Makes the audit function. What it finds is told by metrics and the log; only what it could not find out is an error. */
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
