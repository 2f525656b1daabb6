import { isProblem } from "@deploy-lens/client/call/errors";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState } from "react";
import { Card } from "../../design/card.tsx";
import { ErrorView } from "../../design/error-view.tsx";
import { Freshness, StaleNotice } from "../../design/freshness.tsx";
import { useLaterValue } from "../../design/later.tsx";
import { Empty, Notice } from "../../design/notice.tsx";
import { RejectedNotice } from "../../design/rejected-notice.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { useLanguage } from "../../language/language.tsx";
import { numberText } from "../../language/number-text.ts";
import { useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import { facetsQuery, pointsQuery } from "../../queries/explorer-queries.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { momentText } from "../../time/moment-text.ts";
import { ZoneContext } from "../../time/zone.tsx";
import { zoneClock } from "../../time/zone-clock.ts";
import { UnknownProject } from "../project/unknown-project.tsx";
import { ActiveFilters } from "./active-filters.tsx";
import { shownColumns } from "./columns.ts";
import { ColumnsMenu } from "./columns-menu.tsx";
import {
  checkExplorerSearch,
  type ExplorerSearch,
  explorerWindow,
  filtersOf,
  instantText,
} from "./explorer-search.ts";
import { FacetLists } from "./facets.tsx";
import { FacetsCard } from "./facets-card.tsx";
import { FileButtons } from "./file-buttons.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { HeatCard } from "./heat-card.tsx";
import { LONGEST_MS } from "./heat-map-shape.ts";
import { ListCard } from "./list-card.tsx";
import { pointsOf } from "./point.ts";
import { narrowedTo, parseRegion } from "./region.ts";
import { EXPLORER_WORDS } from "./words.ts";
import "./explorer-page.css";

const route = getRouteApi("/projects/$projectId/deployments");

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export function ExplorerPage() {
  const t = useWords(EXPLORER_WORDS);
  const { language } = useLanguage();
  const client = useApi();
  const { projectId } = route.useParams();
  const navigate = route.useNavigate();
  const raw = route.useSearch();
  const { search, rejected } = useMemo(() => checkExplorerSearch(raw), [raw]);
  const change = useCallback(
    (changes: ExplorerSearch) =>
      void navigate({
        search: (before) => ({ ...checkExplorerSearch(before).search, ...changes }),
        // Typing replaces the history entry, so that Back does not step through each word.
        replace: "text" in changes && search.text !== undefined && changes.text !== undefined,
        resetScroll: false,
      }),
    [navigate, search.text],
  );

  const zone = search.zone ?? ownZone();
  const clock = useMemo(() => zoneClock(zone), [zone]);
  const nowMs = useMinute();
  const { fromMs, toMs } = explorerWindow(search, nowMs);
  const window = useMemo(() => ({ fromMs, toMs }), [fromMs, toMs]);
  const region = useMemo(
    () => (search.region === undefined ? null : parseRegion(search.region)),
    [search.region],
  );
  const bounds = { ...filtersOf(search), from: fromMs, to: toMs };
  const narrowed = narrowedTo(bounds, region);
  const selection = narrowed === null ? null : { ...bounds, ...narrowed };

  const facets = useQuery({
    ...facetsQuery(client, { projectId }, bounds),
    placeholderData: keepPreviousData,
  });
  const points = useQuery({
    ...pointsQuery(client, { projectId }, bounds),
    placeholderData: keepPreviousData,
  });
  // The list of values, the chart and the list of deployments each render in slices of their own.
  const shownFacets = useLaterValue(facets.data?.answer);
  const answer = useLaterValue(points.data?.answer);
  const shownPoints = useMemo(() => (answer === undefined ? null : pointsOf(answer.points)), [answer]);
  const names = useMemo(
    () => new Map(shownFacets?.service.map(({ value, name }) => [value, name ?? value])),
    [shownFacets],
  );
  const serviceName = useCallback((id: string) => names.get(id) ?? id, [names]);

  const days = Math.max(1, (Math.min(toMs, nowMs) - fromMs) / DAY_MS);
  const fetched = facets.data;
  if (isProblem(facets.error, "project-not-found")) return <UnknownProject projectId={projectId} />;
  return (
    <ZoneContext value={zone}>
      <div className="page explorer">
        <PageHead
          crumbs={[
            { label: t.projects, link: { to: "/" } },
            { label: projectId, link: { to: "/projects/$projectId", params: { projectId } } },
          ]}
          title={t.title}
          windowTitle={`${t.title} · ${projectId}`}
        >
          {fetched !== undefined && (
            <>
              <span className="explorer-matching" role="status">
                {t.matching(fetched.answer.matching)}
              </span>
              <span>{t.perDay(rateText(fetched.answer.matching / days))}</span>
              <Freshness fetched={fetched} live={false} />
            </>
          )}
        </PageHead>
        <RejectedNotice rejected={rejected} />
        {fetched !== undefined && <StaleNotice fetched={fetched} error={facets.error} />}
        <FilterBar search={search} window={window} clock={clock} zone={zone} onChange={change}>
          <ColumnsMenu chosen={shownColumns(search.columns)} onChange={(columns) => change({ columns })} />
        </FilterBar>
        <ActiveFilters search={search} serviceName={serviceName} onChange={change} />
        {fetched !== undefined && !fetched.answer.counted.isWhole && (
          <Notice tone="live">
            {t.newestOnly(
              fetched.answer.counted.deployments,
              momentText(Date.parse(fetched.answer.counted.since), "minute", language, zone),
            )}
          </Notice>
        )}
        <div className="explorer-columns">
          <FacetsCard>
            {shownFacets !== undefined && (
              <FacetLists facets={shownFacets} search={search} onChange={change} />
            )}
            {shownFacets === undefined && facets.error !== null && (
              <ErrorView error={facets.error} retry={facets.refetch} />
            )}
            {shownFacets === undefined && facets.error === null && <Skeleton height={22} lines={24} />}
          </FacetsCard>
          <div className="explorer-main">
            {shownPoints !== null && shownPoints.length > 0 && (
              <HeatCard
                points={shownPoints}
                window={window}
                region={region}
                clock={clock}
                serviceName={serviceName}
                onChange={change}
                onZoom={() =>
                  narrowed !== null &&
                  change({
                    range: undefined,
                    from: instantText(narrowed.from),
                    to: instantText(narrowed.to),
                    zone,
                    minMs: narrowed.minMs ? String(narrowed.minMs) : undefined,
                    maxMs: (narrowed.maxMs ?? LONGEST_MS) < LONGEST_MS ? String(narrowed.maxMs) : undefined,
                    region: undefined,
                  })
                }
              />
            )}
            {(shownPoints === null || shownPoints.length === 0) && (
              <Card title={t.heat} className="heat-card">
                {shownPoints !== null && <Empty title={t.noPoints}>{t.noPointsDo}</Empty>}
                {shownPoints === null && points.error === null && <Skeleton height={300} />}
                {shownPoints === null && points.error !== null && (
                  <ErrorView error={points.error} retry={points.refetch} />
                )}
              </Card>
            )}
            {/* Room for what differs in the region, so that the list below does not move. */}
            {region !== null && shownPoints === null && points.error === null && (
              <Card title={t.differs} className="explorer-differs">
                <Skeleton height={300} />
              </Card>
            )}
            <ListCard
              projectId={projectId}
              selection={selection}
              columns={shownColumns(search.columns)}
              note={region === null ? undefined : t.listRegion}
              actions={selection !== null && <FileButtons projectId={projectId} selection={selection} />}
            />
          </div>
        </div>
      </div>
    </ZoneContext>
  );
}

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The current time, once a minute; windows move on whole five minutes. */
function useMinute(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}

/** One decimal below ten. */
function rateText(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : numberText(Math.round(rate));
}
