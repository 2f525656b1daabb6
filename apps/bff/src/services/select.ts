import type { ServicesQuery } from "@deploy-lens/api/services/services-query";
import type { Position } from "../paging/position.ts";
import type { KnownService } from "./describe-services.ts";

/** What of a query says which services it means, and in what order. */
export type ServicesSelection = Omit<ServicesQuery, "limit" | "cursor">;

/** All that a cursor has to agree with. */
export function selectionKey(projectId: string, selection: ServicesSelection): readonly unknown[] {
  const { status, search, sort } = selection;
  return ["services", projectId, status?.toSorted(), search, sort, orderOf(selection)];
}

/** Newest transitions come first, names and states from a to z, unless the query says otherwise. */
export function orderOf({ sort, order }: ServicesSelection): "asc" | "desc" {
  return order ?? (sort === "lastTransitionAt" ? "desc" : "asc");
}

/** Whether a service passes all filters of a query. The upstream may spell states as it likes. */
export function isSelected(service: KnownService, { status, search }: ServicesSelection): boolean {
  const state = service.status.toLowerCase();
  if (status !== undefined && !status.some((wanted) => wanted === state)) return false;
  if (search === undefined) return true;
  const text = search.toLowerCase();
  return service.name.toLowerCase().includes(text) || service.id.toLowerCase().includes(text);
}

/** Where a service stands in the order that the query asks for; one that never moved stands before all that did. */
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
