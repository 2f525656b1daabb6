import type { Readiness } from "@deploy-lens/api/health/health";
import type { Handler, RouteDeps } from "../http/route.ts";
import { ProblemError } from "../request/problem-error.ts";

const RETRY_AFTER_MS = 5_000;

/**
 * `GET /readyz`: whether what requests rely on did its part lately; asks nobody. Answers from the cache and from the
 * archive are worth having while the upstream is down, so that degrades the service and does not end it.
 *
 * Credentials that cannot be loaded are another matter: what is set up wrong must not take requests, and is asked for again.
 *
 * @throws ProblemError `upstream-unavailable` when neither can be had, or the credentials cannot
 */
export function readinessRoute(deps: RouteDeps): Handler {
  const { isUpstreamHealthy, hasCredentials, archive, furtherChecks } = deps;
  return async (c) => {
    if (!(await hasCredentials())) {
      throw new ProblemError("upstream-unavailable", {
        detail: "Our credentials for the platform cannot be loaded.",
        retryAfterMs: RETRY_AFTER_MS,
      });
    }
    const upstream = isUpstreamHealthy();
    const storage = archive?.isHealthy() ?? false;
    if (!upstream && !storage) {
      throw new ProblemError("upstream-unavailable", { retryAfterMs: RETRY_AFTER_MS });
    }
    const checks = [
      check("upstream", upstream, "It has been failing: answers come from the cache and the archive."),
      ...(archive === null ? [] : [check("storage", storage, "The last read of the archive failed.")]),
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

function check(name: string, ok: boolean, detail: string): Readiness["checks"][number] {
  return ok ? { name, status: "ok" } : { name, status: "degraded", detail };
}
