import { Link, useNavigate } from "@tanstack/react-router";
import { createContext, type ReactNode, use } from "react";
import type { ExplorerSearch } from "../pages/explorer/explorer-search.ts";
import { type RangeSearch, USUAL_RANGE } from "../range/range-search.ts";

/** The project, window and filters that a page's figures are of. */
export interface ExplorerScope {
  readonly projectId: string;
  readonly search: ExplorerSearch;
}

export const ExplorerScopeContext = createContext<ExplorerScope | null>(null);

/** Leads from a figure to the deployments behind it: those of the page's scope with `search`. Plain text outside of a scope. */
export function ExplorerLink(props: {
  search: ExplorerSearch;
  className?: string;
  title?: string;
  children: ReactNode;
}) {
  const scope = use(ExplorerScopeContext);
  if (scope === null) return props.children;
  return (
    <Link
      to="/projects/$projectId/deployments"
      params={{ projectId: scope.projectId }}
      search={{ ...scope.search, ...props.search }}
      className={props.className ?? "figure-link"}
      title={props.title}
    >
      {props.children}
    </Link>
  );
}

/** Leads there from a place in a chart; `null` outside of a scope. A link or a table beside the chart does so by keyboard. */
export function useExplorer(): ((search: ExplorerSearch) => void) | null {
  const scope = use(ExplorerScopeContext);
  const navigate = useNavigate();
  if (scope === null) return null;
  return (search) =>
    void navigate({
      to: "/projects/$projectId/deployments",
      params: { projectId: scope.projectId },
      search: { ...scope.search, ...search },
    });
}

/** The explorer's parameters for a page's window. */
export function explorerRange({ range = USUAL_RANGE, from, to }: RangeSearch): ExplorerSearch {
  return { range: from === undefined ? range : undefined, from, to };
}

/** A window of a chart, epoch ms. */
export function explorerSlice({ fromMs, toMs }: { fromMs: number; toMs: number }): ExplorerSearch {
  const instant = (epochMs: number) => `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
  return { range: undefined, from: instant(fromMs), to: instant(toMs) };
}
