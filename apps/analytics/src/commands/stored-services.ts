import type { Store } from "@deploy-lens/store/store";
import type { NamedService } from "./each-service.ts";
import type { CommonOptions } from "./options.ts";

export async function chosenServices(
  store: Pick<Store, "listServices">,
  { projectIds, serviceIds }: Pick<CommonOptions, "projectIds" | "serviceIds">,
): Promise<NamedService[]> {
  const found: NamedService[] = [];
  for (const projectId of projectIds) {
    if (serviceIds !== null) {
      found.push(...serviceIds.map((serviceId) => ({ projectId, serviceId })));
      continue;
    }
    let cursor: string | null = null;
    do {
      const query: Parameters<Store["listServices"]>[0] = { projectId, limit: 500, cursor };
      const page = await store.listServices(query);
      found.push(...page.services.map(({ serviceId }) => ({ projectId, serviceId })));
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
  return found;
}
