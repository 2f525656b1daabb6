import type { Readiness } from "@deploy-lens/api/health/health";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import type { RequestContext } from "../request/context.ts";
import { ProblemError } from "../request/problem-error.ts";

const RETRY_AFTER_MS = 5_000;

/** Ms. A table that does not answer is said to be unhealthy soon. */
const HISTORY_PATIENCE_MS = 1_000;

type Check = Readiness["checks"][number];

/**
 * `GET /readyz`: reports the outcome of recent calls, and which services' events could not be read yet. Cached and archived
 * answers remain useful while the upstream is down, so that degrades the service without making it unready. Credentials
 * that cannot be loaded mean a misconfigured deployment, which must not receive traffic; loading them is retried.
 *
 * @throws ProblemError `upstream-unavailable` when neither source can answer, or the credentials cannot be loaded
 */
export function readinessRoute(deps: RouteDeps): Handler {
  const { isUpstreamHealthy, hasCredentials, archive, served, now, furtherChecks } = deps;
  return async (c) => {
    if (!(await hasCredentials())) {
      throw new ProblemError("upstream-unavailable", {
        detail: "Our credentials for the platform cannot be loaded.",
        retryAfterMs: RETRY_AFTER_MS,
      });
    }
    const history = archive === null ? [] : await historyChecks(archive, served, c.var.context, now);
    const upstream = isUpstreamHealthy();
    const storage = archive?.isHealthy() ?? false;
    if (!upstream && !storage) {
      throw new ProblemError("upstream-unavailable", { retryAfterMs: RETRY_AFTER_MS });
    }
    const checks = [
      check("upstream", upstream, "It has been failing: answers come from the cache and the archive."),
      ...(archive === null ? [] : [check("storage", storage, "The last read of the archive failed.")]),
      ...history,
      ...furtherChecks(),
    ];
    const body: Readiness = {
      status: checks.every(({ status }) => status === "ok") ? "ready" : "degraded",
      checks,
    };
    return c.body(JSON.stringify(body), 200, {
      "content-type": "application/json",
      "cache-control": "no-store",
    });
  };
}

function check(name: string, ok: boolean, detail: string): Check {
  return ok ? { name, status: "ok" } : { name, status: "degraded", detail };
}

/** Reports whether the events of every service could be read; empty if the table does not record it. */
async function historyChecks(
  archive: ArchiveReads,
  served: ReadonlySet<string>,
  { signal, deadlineMs }: RequestContext,
  now: () => number,
): Promise<Check[]> {
  const caller = { signal, deadlineMs: Math.min(deadlineMs, now() + HISTORY_PATIENCE_MS) };
  try {
    const owed = await Promise.all([...served].map((projectId) => archive.owed(projectId, caller)));
    const services = owed.reduce((sum, { value: { content } }) => sum + content.length, 0);
    const what = services === 1 ? "1 service" : `${services} services`;
    return [
      check(
        "history",
        services === 0,
        `Events of ${what} could not be read yet: they are read again by themselves.`,
      ),
    ];
  } catch {
    return [];
  }
}
