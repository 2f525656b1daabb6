import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";

/** The change of a service's deployments between two windows. */
export interface ServiceShift {
  readonly serviceId: string;
  readonly name: string;
  /** The cost of the change of the mean, at the number of deployments of the later window: ms a day; below 0 it saves. */
  readonly lostMsPerDay: number;
  readonly p50: {
    readonly beforeMs: number | null;
    readonly afterMs: number | null;
    readonly ratio: number | null;
  };
  readonly n: { readonly before: number; readonly after: number };
  /** `null` if there are too few to tell. */
  readonly significant: boolean | null;
}

const DAY_MS = 86_400_000;

/**
 * Ranks services by the time that their change costs a day, whether or not it is large in per cent: ten seconds of a service
 * that deploys all day count for more than a minute of one that deploys once a week.
 *
 * @param durations by service, with a comparison
 */
export function rankShifts({ comparison, window }: DeployDurations): ServiceShift[] {
  const days = (Date.parse(window.to) - Date.parse(window.from)) / DAY_MS;
  return (comparison?.differences.groups ?? [])
    .flatMap(({ key, n, mean, quantiles, rankSum }): ServiceShift[] => {
      if (key.service === undefined || mean.differenceMs === null) return [];
      const { id, name } = key.service;
      const p50 = quantiles["0.5"] ?? { beforeMs: null, afterMs: null, ratio: null };
      const lostMsPerDay = Math.round((mean.differenceMs * n.after) / days);
      return [
        { serviceId: id, name: name ?? id, lostMsPerDay, p50, n, significant: rankSum?.significant ?? null },
      ];
    })
    .toSorted((a, b) => b.lostMsPerDay - a.lostMsPerDay);
}
