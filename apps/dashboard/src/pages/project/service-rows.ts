import type { Service } from "@deploy-lens/api/services/services";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import type { Language } from "@deploy-lens/core/vocabulary/labels";
import type { ProjectSearch, ServiceSort } from "./project-search.ts";

export interface ServiceRowValues {
  readonly service: Service;
  readonly n: number;
  readonly p50Ms: number | null;
  readonly p90Ms: number | null;
  /** True if `n` is too small for a reliable figure. */
  readonly fewForP50: boolean;
  readonly fewForP90: boolean;
  readonly relativeError: number;
  /** Last week's median compared with the weeks before; `null` unless significant. */
  readonly change: ServiceChange | null;
}

export interface ServiceChange {
  readonly ratio: number;
  readonly n: { readonly before: number; readonly after: number };
}

export function serviceRows(
  services: readonly Service[],
  byService: DeployDurations | undefined,
  changes: DeployDurations | undefined,
): ServiceRowValues[] {
  const figures = new Map(byService?.groups.map((group) => [group.key.service?.id, group]));
  const changed = new Map(
    changes?.comparison?.differences.groups
      .filter(({ rankSum }) => rankSum?.significant)
      .map(({ key, n, quantiles }) => [key.service?.id, { ratio: quantiles["0.5"]?.ratio ?? 1, n }]),
  );
  return services.map((service) => {
    const group = figures.get(service.id);
    return {
      service,
      n: group?.n ?? 0,
      p50Ms: group?.quantiles["0.5"] ?? null,
      p90Ms: group?.quantiles["0.9"] ?? null,
      fewForP50: group?.lowN["0.5"] ?? false,
      fewForP90: group?.lowN["0.9"] ?? false,
      relativeError: byService?.relativeError ?? 0,
      change: changed.get(service.id) ?? null,
    };
  });
}

/** Default directions: what needs attention comes first. */
export const USUAL_ORDER: Record<ServiceSort, "asc" | "desc"> = {
  activity: "desc",
  name: "asc",
  status: "asc",
  p50: "desc",
  p90: "desc",
};

/** Filters and sorts the rows. Rows without the sorted figure come last in either direction. */
export function selectRows(
  rows: readonly ServiceRowValues[],
  search: ProjectSearch,
  language: Language = "en",
): ServiceRowValues[] {
  const collator = collators[language];
  const { find, status, sort = "activity", order = USUAL_ORDER[sort] } = search;
  const wanted = find?.trim().toLowerCase() ?? "";
  const selected = rows.filter(
    ({ service }) =>
      (status === undefined || service.status === status) &&
      (service.name.toLowerCase().includes(wanted) || service.id.toLowerCase().includes(wanted)),
  );
  const direction = order === "asc" ? 1 : -1;
  return selected
    .map((row) => ({ row, key: sortKey(row, sort) }))
    .sort(
      (a, b) =>
        compareKeys(a.key, b.key, direction, collator) ||
        collator.compare(a.row.service.name, b.row.service.name),
    )
    .map(({ row }) => row);
}

const collators: Record<Language, Intl.Collator> = {
  en: new Intl.Collator("en", { numeric: true }),
  zh: new Intl.Collator("zh-CN", { numeric: true }),
};

function sortKey({ service, p50Ms, p90Ms }: ServiceRowValues, sort: ServiceSort): string | number | null {
  switch (sort) {
    case "activity":
      return service.latestDeployment === null ? null : Date.parse(service.latestDeployment.startedAt);
    case "name":
      return service.name;
    case "status":
      return service.status;
    case "p50":
      return p50Ms;
    case "p90":
      return p90Ms;
    default:
      return sort satisfies never;
  }
}

function compareKeys(
  a: string | number | null,
  b: string | number | null,
  direction: 1 | -1,
  collator: Intl.Collator,
): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "number" && typeof b === "number") return direction * (a - b);
  return direction * collator.compare(String(a), String(b));
}
