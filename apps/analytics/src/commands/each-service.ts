import { errorText } from "@deploy-lens/observe/log";
import { forEachBounded } from "../bounded.ts";
import type { CommandProgress } from "./progress.ts";

export interface NamedService {
  readonly projectId: string;
  readonly serviceId: string;
}

export interface WorkReport<Totals> {
  readonly services: number;
  readonly failures: readonly (NamedService & { readonly problem: string })[];
  readonly totals: Totals;
}

export interface EachServiceOptions<Service, Totals> {
  readonly concurrency: number;
  readonly progress: CommandProgress;
  readonly totals: Totals;
  readonly work: (service: Service) => Promise<Totals>;
  readonly add: (a: Totals, b: Totals) => Totals;
  readonly summarize: (totals: Totals) => string;
  readonly signal: AbortSignal;
}

export async function forEachService<Service extends NamedService, Totals>(
  services: readonly Service[],
  { concurrency, progress, work, add, summarize, signal, ...options }: EachServiceOptions<Service, Totals>,
): Promise<WorkReport<Totals>> {
  const failures: (NamedService & { readonly problem: string })[] = [];
  let totals = options.totals;
  let done = 0;
  await forEachBounded(services, concurrency, async (service) => {
    if (signal.aborted) return;
    const { projectId, serviceId } = service;
    try {
      const more = await work(service);
      totals = add(totals, more);
    } catch (error) {
      if (signal.aborted) return;
      const problem = errorText(error);
      failures.push({ projectId, serviceId, problem });
      progress.print(`${projectId}/${serviceId}: ${problem}`);
    }
    done += 1;
    progress.show(`${done} of ${services.length} services, ${summarize(totals)}`);
  });
  return { services: done, failures, totals };
}
