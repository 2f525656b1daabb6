import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { checkSearch } from "../../search/check-search.ts";
import { DeploymentSearch } from "./deployment-search.ts";
import type { Mark } from "./mark.ts";
import type { Marking } from "./waterfall.tsx";

const route = getRouteApi("/projects/$projectId/services/$serviceId/deployments/$deploymentId");

interface Pointed {
  readonly mark: Mark | null;
  readonly cursorMs: number | null;
}

const NOWHERE: Pointed = { mark: null, cursorMs: null };

/** The highlight shared by waterfall and log: the element under the pointer, else the selection in the URL. */
export function useMarking(search: DeploymentSearch): Marking {
  const navigate = route.useNavigate();
  const [pointed, setPointed] = useState(NOWHERE);
  const { phase, model } = search;
  const chosen = useMemo(
    () => (phase === undefined ? null : { phase, model: model ?? null }),
    [phase, model],
  );
  const point = useCallback(
    (mark: Mark | null, cursorMs: number | null = null) => setPointed({ mark, cursorMs }),
    [],
  );
  const choose = useCallback(
    (mark: Mark | null) =>
      void navigate({
        search: (before) => ({
          ...checkSearch(DeploymentSearch, before).search,
          phase: mark?.phase,
          model: mark?.model ?? undefined,
        }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  return { mark: pointed.mark ?? chosen, chosen, cursorMs: pointed.cursorMs, point, choose };
}
