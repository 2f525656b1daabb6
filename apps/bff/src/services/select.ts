import type { ServicesRequest } from "@deploy-lens/api/services/services-query";
import type { Position } from "../paging/position.ts";
import type { KnownService } from "./describe-services.ts";

export type ServicesSelection = Omit<ServicesRequest, "limit" | "cursor">;

export function serviceSelectionKey(projectId: string, selection: ServicesSelection): readonly unknown[] {
  const { status, search, sort } = selection;
  return ["services", projectId, status?.toSorted(), search, sort, orderOf(selection)];
}

/** Defaults: newest transitions first, names and states from a to z. */
export function orderOf({ sort, order }: ServicesSelection): "asc" | "desc" {
  return order ?? (sort === "lastTransitionAt" ? "desc" : "asc");
}

/** The upstream's spelling of states varies in case. */
export function isServiceSelected(service: KnownService, { status, search }: ServicesSelection): boolean {
  const state = service.status.toLowerCase();
  if (status !== undefined && !status.some((wanted) => wanted === state)) return false;
  if (search === undefined) return true;
  const text = search.toLowerCase();
  return service.name.toLowerCase().includes(text) || service.id.toLowerCase().includes(text);
}

/** The position of a service in the requested order; services without transitions sort first. */
export function positionBy({ sort }: ServicesSelection): (service: KnownService) => Position {
  return ({ id, name, status, lastTransitionAtMs }) => {
    switch (sort) {
      case "lastTransitionAt":
        return { key: lastTransitionAtMs ?? -1, id };
      case "name":
        return { key: name, id };
      case "status":
        return { key: status, id };
      default:
        return sort satisfies never;
    }
  };
}
