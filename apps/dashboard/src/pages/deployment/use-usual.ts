import type { DeploymentAnswer, PhaseRunAnswer } from "@deploy-lens/api/deployments/deployment";
import type { DeploymentPoint } from "@deploy-lens/api/deployments/deployment-facets";
import type { ServicePath } from "@deploy-lens/api/fields/ids";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useApi } from "../../queries/api.tsx";
import { usualOfModelQuery, usualQuery } from "../../queries/service-queries.ts";
import { type Usual, usualOf } from "../../usual/against-usual.ts";
import { type ComparableKind, kindsAmong, usualOfKind } from "../../usual/usual-of-kind.ts";

const MOST_MODELS = 8;

const UNKNOWN = { built: null, cached: null };

/** Usual times of a deployment and of its phases; `undefined` while loading or unknown. */
export interface UsualTimes {
  readonly total: Usual | undefined;
  /** The deployments that `total` is of, where that is known. */
  readonly kind: ComparableKind | undefined;
  readonly ofRun: (run: PhaseRunAnswer) => Usual | undefined;
}

/**
 * Reads usual times: those of deployments of its kind; of phases, per model when there are several. Before these are known,
 * and where they are too few, those of all.
 */
export function useUsual(
  path: ServicePath,
  { id, models }: Pick<DeploymentAnswer, "id" | "models">,
  points: readonly DeploymentPoint[] | undefined,
): UsualTimes {
  const client = useApi();
  const several = models.length > 1;
  const ofKind = useMemo(() => {
    if (points === undefined) return undefined;
    const point = points.find((one) => one.id === id);
    const kind = point === undefined ? UNKNOWN : kindsAmong(points)(point);
    return usualOfKind(points, { ...kind, several }, id);
  }, [points, id, several]);
  const isKnown = ofKind !== undefined && ofKind.total.p50Ms !== null;
  const all = useQuery(usualQuery(client, path)).data?.answer;
  const names = several ? [...new Set(models.map(({ name }) => name))].slice(0, MOST_MODELS) : [];
  const ofModels = useQueries({
    queries: names.map((name) => usualOfModelQuery(client, path, name)),
    combine: useCallback(
      (results: readonly { data?: { answer: DeployDurations } | undefined }[]) =>
        results.map(({ data }) => data?.answer),
      [],
    ),
  });
  return {
    total: isKnown || all === undefined ? ofKind?.total : usualOf(all.total, all.relativeError),
    kind: isKnown ? ofKind.kind : undefined,
    ofRun: ({ phase, model }) => {
      const known = several ? undefined : ofKind?.phases[phase];
      if (known !== undefined && known.p50Ms !== null) return known;
      const answer = several ? ofModels[names.indexOf(model?.name ?? "")] : all;
      const figures = answer?.groups.find(({ key }) => key.phase === phase);
      return answer === undefined || figures === undefined
        ? undefined
        : usualOf(figures, answer.relativeError);
    },
  };
}
