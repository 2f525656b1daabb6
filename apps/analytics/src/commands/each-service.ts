import { errorText } from "@deploy-lens/observe/log";
import { forEachBounded } from "../bounded.ts";
import type { Progress } from "./progress.ts";

/** A service to work on. */
export interface NamedService {
  readonly projectId: string;
  readonly serviceId: string;
}

/** What the work on many services comes to. */
export interface WorkReport<Totals> {
  readonly services: number;
  readonly failures: readonly (NamedService & { readonly problem: string })[];
  readonly totals: Totals;
}

/** How the work is done. */
export interface EachServiceOptions<Service, Totals> {
  readonly concurrency: number;
  readonly progress: Progress;
  readonly totals: Totals;
  readonly work: (service: Service) => Promise<Totals>;
  readonly add: (a: Totals, b: Totals) => Totals;
  readonly tell: (totals: Totals) => string;
  readonly signal: AbortSignal;
}

/** Works on services side by side; one that fails is said and does not keep the others from being done. */
export async function forEachService<Service extends NamedService, Totals>(
  services: readonly Service[],
  { concurrency, progress, work, add, tell, signal, ...options }: EachServiceOptions<Service, Totals>,
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
      progress.say(`${projectId}/${serviceId}: ${problem}`);
    }
    done += 1;
    progress.show(`${done} of ${services.length} services, ${tell(totals)}`);
  });
  return { services: done, failures, totals };
}
