import { setTimeout as sleep } from "node:timers/promises";
import type { ProjectDeployment } from "@deploy-lens/api/deployments/project-deployments";
import type { Client } from "@deploy-lens/client/call";
import type { ListProjectDeployments } from "@deploy-lens/client/routes/deployments";
import { eachProjectDeployment } from "@deploy-lens/client/routes/pages";
import { interruption } from "@deploy-lens/command";
import { takeItems } from "./list-arguments.ts";

const POLL_MS = 5_000;

/** Prints the last deployments, oldest first, then each that begins or ends, until the process is stopped. */
export async function followDeployments(
  client: Client,
  request: ListProjectDeployments,
  last: number,
  print: (deployment: ProjectDeployment) => void,
): Promise<void> {
  const signal = interruption();
  const printed = new Map<string, ProjectDeployment["outcome"]>();
  const show = (deployments: readonly ProjectDeployment[]) => {
    for (const deployment of deployments.toReversed()) {
      const { id, outcome } = deployment;
      if (printed.has(id) && printed.get(id) === outcome) continue;
      printed.set(id, outcome);
      print(deployment);
    }
  };
  try {
    const pageOf = (limit: number) => ({ ...request, limit: Math.min(limit, 200) });
    const first = await takeItems(eachProjectDeployment(client, pageOf(last), { signal }), last);
    show(first);
    // Deployments older than the last N never come up; those since then may begin or end at any time.
    const from = first.at(-1)?.startedAt ?? new Date().toISOString();
    for (;;) {
      await sleep(POLL_MS, undefined, { signal });
      const all = eachProjectDeployment(client, { ...pageOf(200), from }, { signal });
      show(await takeItems(all, Number.POSITIVE_INFINITY));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
