import type { Readiness } from "@deploy-lens/api/health/health";
import type { Handler, RouteDeps } from "../http/route.ts";
import { ProblemError } from "../request/problem-error.ts";

const RETRY_AFTER_MS = 5_000;

/**
 * `GET /readyz`: reports the outcome of recent calls and makes none itself. Cached and archived answers remain useful
 * while the upstream is down, so that degrades the service without making it unready. Credentials that cannot be loaded
 * mean a misconfigured deployment, which must not receive traffic; loading them is retried.
 *
 * @throws ProblemError `upstream-unavailable` when neither source can answer, or the credentials cannot be loaded
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
      ...(await furtherChecks()),
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
