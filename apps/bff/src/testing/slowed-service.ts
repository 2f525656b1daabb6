import { attemptEvents } from "./attempts.ts";
import { PROJECT } from "./stack.ts";
import type { TestTable } from "./table.ts";

/** A service that pulls its image in twice the time from the forty-first of sixty deployments on. */
export const SLOWED = "22222222-3333-4444-8555-666666666666";

/** The id of its only finding. */
export const FINDING = "f1pep2glqhkm";

/** Stores the service's history and what is found in it. */
export async function keepSlowed(table: TestTable): Promise<void> {
  const events = Array.from({ length: 60 }, (_, i) =>
    attemptEvents({
      startedAtMs: Date.UTC(2026, 5, 1) + i * 6 * 3_600_000,
      pullMs: (i < 40 ? 30_000 : 60_000) + ((i * 7) % 11) * 400,
    }),
  ).flat();
  await table.keep({ projectId: PROJECT, serviceId: SLOWED }, { events });
  await table.store.foldProjectDays({ projectId: PROJECT });
}
