import type { ProjectDeployment } from "@deploy-lens/api/deployments/project-deployments";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { Card } from "../../design/card.tsx";
import { ErrorView } from "../../design/error-view.tsx";
import { useGrowing, useLaterValue } from "../../design/later.tsx";
import { Empty } from "../../design/notice.tsx";
import { usePrinting } from "../../design/printing.ts";
import { ScrollRegion } from "../../design/scroll-region.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import { type DeploymentSelection, projectDeploymentsQuery } from "../../queries/explorer-queries.ts";
import { stripScaleMs } from "../service/strip-scale.ts";
import { type Column, columnName } from "./columns.ts";
import { ExplorerRow, shownMs } from "./explorer-row.tsx";
import { EXPLORER_WORDS } from "./words.ts";

/** The deployments of the page, newest first; `null` for a region that lies outside of the window. */
export function ListCard(props: {
  projectId: string;
  selection: DeploymentSelection | null;
  columns: readonly Column[];
  note: string | undefined;
  actions: ReactNode;
}) {
  const { projectId, selection, columns, note, actions } = props;
  const t = useWords(EXPLORER_WORDS);
  const query = useInfiniteQuery({
    ...projectDeploymentsQuery(useApi(), { projectId }, selection ?? {}),
    enabled: selection !== null,
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  // Renders a page of rows in slices, not in one long task.
  const pages = useLaterValue(data?.pages);
  const deployments = useMemo(
    () => (selection === null ? [] : (pages?.flatMap(({ answer }) => answer.deployments) ?? [])),
    [pages, selection],
  );
  const grown = useGrowing(deployments.length, 10);
  const rows = usePrinting() ? deployments.length : grown;
  const scaleMs = useMemo(() => scaleOf(deployments), [deployments]);
  return (
    <Card title={t.list} note={note} actions={actions} className="explorer-list-card">
      <div className={query.isPlaceholderData ? "updating" : undefined}>
        {pages === undefined && query.error === null && selection !== null && (
          <Skeleton height={48} lines={8} />
        )}
        {pages === undefined && query.error !== null && (
          <ErrorView error={query.error} retry={query.refetch} />
        )}
        {(pages !== undefined || selection === null) && deployments.length === 0 && (
          <Empty title={t.none}>{t.noneDo}</Empty>
        )}
        {deployments.length > 0 && (
          <ScrollRegion label={t.list}>
            <table className="table table-stack explorer-list">
              <thead>
                <tr>
                  <th scope="col">{t.started}</th>
                  <th scope="col">{t.service}</th>
                  {columns.map((column) => (
                    <th key={column} scope="col" className={column === "total" ? "number" : undefined}>
                      {columnName(t, column)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {deployments.slice(0, rows).map((deployment) => (
                  <ExplorerRow
                    key={`${deployment.serviceId} ${deployment.id}`}
                    projectId={projectId}
                    deployment={deployment}
                    columns={columns}
                    scaleMs={scaleMs}
                  />
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        )}
      </div>
      {!query.hasNextPage && (data?.pages.length ?? 0) > 1 && <p className="more small muted">{t.all}</p>}
      {query.isFetchNextPageError && <ErrorView error={query.error} retry={query.fetchNextPage} />}
      {query.hasNextPage && !query.isFetchNextPageError && selection !== null && (
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

/** The duration of a full-width strip; longer ones are cut off and marked. */
function scaleOf(deployments: readonly ProjectDeployment[]): number {
  return stripScaleMs(deployments.map(shownMs));
}
