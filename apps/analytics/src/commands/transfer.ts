import { DAY_MS, utcDay, utcDayStartMs } from "@deploy-lens/core/durations";
import { errorText } from "@deploy-lens/observe/log";
import { factsWhere, factTimes, type ServiceFacts } from "@deploy-lens/store/day/facts";
import type { Store } from "@deploy-lens/store/store";
import type { NamedService } from "./each-service.ts";
import { factsOfRow, readRow, type TransferRow } from "./transfer-rows.ts";

export type ExportedStore = Pick<Store, "readHead" | "readFacts" | "listDeployments" | "readDeployment">;

const ALWAYS = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

export const HEADER = JSON.stringify({ row: "deploy-lens", format: 1 } satisfies TransferRow);

/** Yields one line each for a service's state, the facts of each day and each deployment, oldest first. */
export async function* exportService(store: ExportedStore, service: NamedService): AsyncGenerator<string> {
  const { state } = await store.readHead(service);
  if (state !== null) yield JSON.stringify({ row: "service", ...service, ...state });
  for (const facts of byDay(await store.readFacts({ ...service, ...ALWAYS }))) {
    yield JSON.stringify({ row: "facts", ...service, ...facts });
  }
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Store["listDeployments"]>> = await store.listDeployments({
      ...service,
      limit: 100,
      cursor,
    });
    for (const { id: deploymentId } of page.deployments) {
      const stored = await store.readDeployment({ ...service, deploymentId });
      if (stored === null) continue;
      const { deployment, configuration } = stored;
      yield JSON.stringify({ row: "deployment", ...service, deployment, configuration });
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
}

function byDay(facts: ServiceFacts): ServiceFacts[] {
  const days = new Set(factTimes(facts).map(utcDay));
  return [...days].sort().map((day) => {
    const fromMs = utcDayStartMs(day);
    return factsWhere(facts, (atMs) => atMs >= fromMs && atMs < fromMs + DAY_MS);
  });
}

export interface ImportReport {
  readonly rows: number;
  readonly writes: number;
  /** Deployments added or changed. */
  readonly deployments: number;
  readonly failures: readonly { readonly line: number; readonly problem: string }[];
}

/**
 * Stores the facts of an export and derives deployments from them. Safe to repeat, to interrupt and to run alongside live
 * traffic: known facts are not written again. A line that cannot be parsed or stored is skipped and reported.
 */
export async function importLines(
  store: Pick<Store, "ingest">,
  lines: AsyncIterable<string>,
  { signal, onFailure }: { signal: AbortSignal; onFailure: (line: number, problem: string) => void },
): Promise<ImportReport> {
  let [rows, writes, deployments, line] = [0, 0, 0, 0];
  const failures: { line: number; problem: string }[] = [];
  for await (const text of lines) {
    line += 1;
    if (signal.aborted) break;
    if (text.trim() === "") continue;
    try {
      const stored = await importRow(store, readRow(text));
      rows += 1;
      writes += stored.writes;
      deployments += stored.deployments;
    } catch (error) {
      const problem = errorText(error);
      failures.push({ line, problem });
      onFailure(line, problem);
    }
  }
  return { rows, writes, deployments, failures };
}

async function importRow(
  store: Pick<Store, "ingest">,
  row: TransferRow,
): Promise<{ readonly writes: number; readonly deployments: number }> {
  if (row.row !== "facts" && row.row !== "service") return { writes: 0, deployments: 0 };
  const { projectId, serviceId } = row;
  const input =
    row.row === "facts"
      ? { facts: factsOfRow(row) }
      : { state: { name: row.name, status: row.status, transitionAtMs: row.transitionAtMs } };
  const { writes, added, changed, removed } = await store.ingest({ projectId, serviceId, ...input });
  return { writes, deployments: added.length + changed.length + removed.length };
}
