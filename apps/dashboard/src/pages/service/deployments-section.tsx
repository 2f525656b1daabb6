import type { DeploymentSummary } from "@deploy-lens/api/deployment-summary";
import type { ServicePath } from "@deploy-lens/api/ids";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Card } from "../../design/card.tsx";
import { Empty } from "../../design/notice.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { Trouble } from "../../design/trouble.tsx";
import { useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import { deploymentsQuery } from "../../queries/service-queries.ts";
import { DeploymentRow } from "./deployment-row.tsx";
import { type ServiceSearch, windowOf } from "./service-search.ts";
import { SERVICE_WORDS } from "./words.ts";
import "./deployments.css";

/** The deployments of the window, newest first, read as far down as the reader goes. */
export function DeploymentsSection(props: {
  path: ServicePath;
  search: ServiceSearch;
  /** The median of what the page shows; `null` while unknown. */
  medianMs: number | null;
}) {
  const { path, search, medianMs } = props;
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
  return (
    <Card title={t.deployments}>
      {query.data === undefined && query.error === null && <Skeleton height={48} lines={8} />}
      {query.data === undefined && query.error !== null && (
        <Trouble error={query.error} retry={query.refetch} />
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
              <th scope="col" className="number">
                {t.total}
              </th>
              <th scope="col" className="number">
                {t.usual}
              </th>
            </tr>
          </thead>
          <tbody>
            {deployments.map((deployment) => (
              <DeploymentRow
                key={deployment.id}
                projectId={path.projectId}
                deployment={deployment}
                scaleMs={scaleMs}
                medianMs={medianMs}
              />
            ))}
          </tbody>
        </table>
      )}
      {query.hasNextPage && (
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

/** What fills a strip's whole width: the longest success, so that a time-out does not press the others together. */
function scaleOf(deployments: readonly DeploymentSummary[]): number {
  const successes = deployments.filter(({ outcome }) => outcome === "success");
  const shown = successes.length > 0 ? successes : deployments;
  return Math.max(1, ...shown.map(({ observedMs }) => observedMs));
}
