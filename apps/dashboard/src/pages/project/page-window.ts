import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useApi } from "../../queries/api.tsx";
import { slicesQuery } from "../../queries/project-queries.ts";
import { windowOf } from "../../range/range-search.ts";
import { closedWindow, slicesOf } from "../../range/slices.ts";
import type { ProjectSearch } from "./project-search.ts";

export interface PartProps {
  readonly projectId: string;
  readonly search: ProjectSearch;
  readonly rangeText: string;
}

/** Outcomes and causes in each part of the page's window, once `enabled`. */
export function useSlices({ projectId, search }: PartProps, enabled: boolean) {
  const client = useApi();
  const { fromMs, toMs } = pageWindow(search);
  const slices = useMemo(() => slicesOf({ fromMs, toMs }), [fromMs, toMs]);
  return useQuery({ ...slicesQuery(client, { projectId }, slices), enabled }).data;
}

/** To the minute five, so that repeated requests are equal. */
export function pageWindow(search: ProjectSearch) {
  const nowMs = Math.floor(Date.now() / 300_000) * 300_000;
  return closedWindow(windowOf(search, nowMs), nowMs);
}
