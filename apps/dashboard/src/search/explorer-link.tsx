import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { ExplorerSearch } from "../pages/explorer/explorer-search.ts";

interface ExplorerLinkProps {
  readonly projectId: string;
  /** The filters that the explorer opens with. */
  readonly search: ExplorerSearch;
  readonly className?: string;
  readonly label?: string;
  readonly children: ReactNode;
}

/** Leads from a figure to the deployments behind it. */
export function ExplorerLink({ projectId, search, className, label, children }: ExplorerLinkProps) {
  return (
    <Link
      to="/projects/$projectId/deployments"
      params={{ projectId }}
      search={search}
      className={className}
      aria-label={label}
    >
      {children}
    </Link>
  );
}

/** The same from a place in a chart, beside a link or a table that does so by keyboard. */
export function useExplorer(projectId: string): (search: ExplorerSearch) => void {
  const navigate = useNavigate();
  return (search) =>
    void navigate({ to: "/projects/$projectId/deployments", params: { projectId }, search });
}
