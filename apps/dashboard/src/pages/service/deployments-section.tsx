import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import type { ServicePath } from "@deploy-lens/api/fields/ids";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../design/card.tsx";
import { ErrorView } from "../../design/error-view.tsx";
import { Empty } from "../../design/notice.tsx";
import { NumberHead } from "../../design/number-head.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import { pointsQuery } from "../../queries/explorer-queries.ts";
import { deploymentsQuery } from "../../queries/service-queries.ts";
import { windowOf } from "../../range/range-search.ts";
import { closedWindow } from "../../range/slices.ts";
import { usualOf } from "../../usual/against-usual.ts";
import { kindsAmong, type UsualOfKind, usualOfKind } from "../../usual/usual-of-kind.ts";
import { DeploymentRow, type UsualForRow } from "./deployment-row.tsx";
import type { ServiceSearch } from "./service-search.ts";
import { stripScaleMs } from "./strip-scale.ts";
import { SERVICE_WORDS } from "./words.ts";
import "./deployments.css";

export function DeploymentsSection(props: {
  path: ServicePath;
  search: ServiceSearch;
  /** The page's statistics; `null` while unknown. */
  usual: DeployDurations | null;
}) {
  const { path, search, usual } = props;
  const t = useWords(SERVICE_WORDS);
  const { range, from, to, model, outcome } = search;
  const query = useInfiniteQuery({
    ...deploymentsQuery(useApi(), path, [{ range, from, to, model, outcome }], (nowMs) => {
      const { fromMs, toMs } = windowOf(search, nowMs);
      return {
        from: fromMs,
        to: toMs ?? undefined,
        model,
        ...(outcome === undefined ? {} : { outcome: [outcome] }),
      };
    }),
    placeholderData: keepPreviousData,
  });
  const deployments = useMemo(
    () => query.data?.pages.flatMap(({ answer }) => answer.deployments) ?? [],
    [query.data],
  );
  const scaleMs = useMemo(() => scaleOf(deployments), [deployments]);
  const total = useMemo(() => (usual === null ? null : usualOf(usual.total, usual.relativeError)), [usual]);
  const usualFor = useUsualByKind(path, search);
  return (
    <Card title={t.deployments}>
      {query.data === undefined && query.error === null && <Skeleton height={48} lines={8} />}
      {query.data === undefined && query.error !== null && (
        <ErrorView error={query.error} retry={query.refetch} />
      )}
      {query.data !== undefined && deployments.length === 0 && (
        <Empty title={t.noneFound}>{t.noneFoundDo}</Empty>
      )}
      {deployments.length > 0 && (
        <table className="deployments">
          <caption className="hidden-visually">{t.deployments}</caption>
          <thead>
            <tr>
              <th scope="col">{t.started}</th>
              <th scope="col">{t.outcome}</th>
              <th scope="col">{t.where}</th>
              <NumberHead>{t.total}</NumberHead>
              <NumberHead title={total === null ? undefined : t.usualOf(total.n)}>{t.usual}</NumberHead>
            </tr>
          </thead>
          <tbody>
            {deployments.map((deployment) => (
              <DeploymentRow
                key={deployment.id}
                projectId={path.projectId}
                deployment={deployment}
                scaleMs={scaleMs}
                usual={usualFor(deployment) ?? { usual: total, kind: null }}
              />
            ))}
          </tbody>
        </table>
      )}
      {!query.hasNextPage && (query.data?.pages.length ?? 0) > 1 && (
        <p className="more small muted">{t.all}</p>
      )}
      {query.isFetchNextPageError && <ErrorView error={query.error} retry={query.fetchNextPage} />}
      {query.hasNextPage && !query.isFetchNextPageError && (
        <p className="more">
          <button
            type="button"
            className="button"
            aria-disabled={query.isFetchingNextPage}
            onClick={() => query.isFetchingNextPage || void query.fetchNextPage()}
          >
            {t.more}
          </button>
        </p>
      )}
    </Card>
  );
}

/**
 * Reads what is usual for deployments of the same kind in the page's window; `null` where that is unknown or too few. The
 * window's own figures mix kinds, and beside them each cached image would look fast.
 */
function useUsualByKind(path: ServicePath, search: ServiceSearch) {
  const nowMs = Math.floor(Date.now() / 300_000) * 300_000;
  const { fromMs, toMs } = closedWindow(windowOf(search, nowMs), nowMs);
  const { model } = search;
  const selection = {
    service: [path.serviceId],
    from: fromMs,
    to: toMs,
    ...(model === undefined ? {} : { model }),
  };
  const points = useQuery(pointsQuery(useApi(), path, selection)).data?.answer.points;
  return useMemo(() => {
    const kindOf = kindsAmong(points ?? []);
    const kinds = new Map(points?.map((point) => [point.id, kindOf(point)]));
    const known = new Map<string, UsualOfKind>();
    return ({ id }: DeploymentSummary): UsualForRow | null => {
      const kind = kinds.get(id);
      if (kind === undefined) return null;
      const key = JSON.stringify(kind);
      const found = known.get(key) ?? usualOfKind(points ?? [], kind);
      known.set(key, found);
      return found.total.p50Ms === null ? null : { usual: found.total, kind: found.kind };
    };
  }, [points]);
}

/** The duration of a full-width strip. Based on successes, so that a time-out does not squeeze the others. */
function scaleOf(deployments: readonly DeploymentSummary[]): number {
  const successes = deployments.filter(({ outcome }) => outcome === "success");
  const shown = successes.length > 0 ? successes : deployments;
  return stripScaleMs(shown.map(({ observedMs }) => observedMs));
}
