import type { Readiness } from "@deploy-lens/api/health/health";
import type { Store } from "@deploy-lens/store/store";

/** The check of `/readyz` that reports whether the events of every service could be read. */
export async function historyCheck(
  store: Store,
  projectIds: readonly string[],
): Promise<Readiness["checks"][number]> {
  const owed = await Promise.all(projectIds.map((projectId) => store.owedServices(projectId)));
  const services = owed.reduce((sum, { size }) => sum + size, 0);
  if (services === 0) return { name: "history", status: "ok" };
  const detail = `Events of ${services} ${services === 1 ? "service" : "services"} could not be read yet: they are read again by themselves.`;
  return { name: "history", status: "degraded", detail };
}
