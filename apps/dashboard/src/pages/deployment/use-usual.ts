import type { DeploymentAnswer, PhaseRunAnswer } from "@deploy-lens/api/deployments/deployment";
import type { ServicePath } from "@deploy-lens/api/fields/ids";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useApi } from "../../queries/api.tsx";
import { usualOfModelQuery, usualQuery } from "../../queries/service-queries.ts";
import { type Usual, usualOf } from "../../usual/against-usual.ts";

const MOST_MODELS = 8;

/** Usual times of a deployment and of its phases; `undefined` while loading or unknown. */
export interface UsualTimes {
  readonly total: Usual | undefined;
  readonly ofRun: (run: PhaseRunAnswer) => Usual | undefined;
}

/** Reads usual times: across all models for a single one, per model when there are several. */
export function useUsual(path: ServicePath, { models }: Pick<DeploymentAnswer, "models">): UsualTimes {
  const client = useApi();
  const all = useQuery(usualQuery(client, path)).data?.answer;
  const names = models.length > 1 ? [...new Set(models.map(({ name }) => name))].slice(0, MOST_MODELS) : [];
  const ofModels = useQueries({
    queries: names.map((name) => usualOfModelQuery(client, path, name)),
    combine: useCallback(
      (results: readonly { data?: { answer: DeployDurations } | undefined }[]) =>
        results.map(({ data }) => data?.answer),
      [],
    ),
  });
  return {
    total: all === undefined ? undefined : usualOf(all.total, all.relativeError),
    ofRun: ({ phase, model }) => {
      const answer = models.length > 1 ? ofModels[names.indexOf(model?.name ?? "")] : all;
      const figures = answer?.groups.find(({ key }) => key.phase === phase);
      return answer === undefined || figures === undefined
        ? undefined
        : usualOf(figures, answer.relativeError);
    },
  };
}
