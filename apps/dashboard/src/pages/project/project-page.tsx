import { isProblem } from "@deploy-lens/client/call/errors";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { Answered } from "../../design/answered.tsx";
import { Freshness, StaleNotice } from "../../design/freshness.tsx";
import { Later } from "../../design/later.tsx";
import { RejectedNotice } from "../../design/rejected-notice.tsx";
import { SetAsideNotice } from "../../design/set-aside-notice.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { UnreadNotice } from "../../design/unread-notice.tsx";
import { useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import { openFindingsQuery } from "../../queries/findings-queries.ts";
import {
  isDeploying,
  projectChangesQuery,
  projectDurationsQuery,
  projectsQuery,
  servicesQuery,
} from "../../queries/project-queries.ts";
import { ComparisonSelect } from "../../range/comparison-select.tsx";
import { RangePicker } from "../../range/range-picker.tsx";
import { dayBefore, parseComparison, windowOf } from "../../range/range-search.ts";
import { useRangeText } from "../../range/range-text.ts";
import { ExplorerLink, ExplorerScopeContext, explorerRange } from "../../search/explorer-link.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { FindingsCard } from "../findings/findings-card.tsx";
import { comparedWindows } from "./compared-windows.ts";
import { DeployingNow } from "./deploying-now.tsx";
import { Figures } from "./figures.tsx";
import { checkProjectSearch, type ProjectSearch } from "./project-search.ts";
import { ServicesSection } from "./services-section.tsx";
import { UnknownProject } from "./unknown-project.tsx";
import { WhereAndWhy } from "./where-and-why.tsx";
import { PROJECT_WORDS } from "./words.ts";
import "./project-page.css";

const Analysis = lazy(() => import("./analysis.tsx").then(({ Analysis }) => ({ default: Analysis })));

const route = getRouteApi("/projects/$projectId");

export function ProjectPage() {
  const t = useWords(PROJECT_WORDS);
  const client = useApi();
  const { projectId } = route.useParams();
  const navigate = route.useNavigate();
  const raw = route.useSearch();
  const { search, rejected } = useMemo(() => checkProjectSearch(raw), [raw]);
  const services = useQuery(servicesQuery(client, { projectId }));
  const durations = useQuery(projectDurationsQuery(client, { projectId }, ["phase"], search));
  const findings = useQuery(openFindingsQuery(client, { projectId }));
  const projects = useQuery(projectsQuery(client)).data?.answer.projects;
  const known = projects?.some(({ id }) => id === projectId) ?? true;
  const fetched = services.data;
  const rangeText = useRangeText(search);
  const compared = comparedWindows(search, Date.now());
  // Changes come after the figures and services, which are seen first.
  const isReady = durations.data !== undefined && fetched !== undefined;
  const windows = isReady && compared?.kind !== "overlapping" ? compared : null;
  const phaseChanges = useQuery(projectChangesQuery(client, { projectId }, ["phase"], windows)).data?.answer;
  const serviceChanges = useQuery(projectChangesQuery(client, { projectId }, ["service"], windows)).data
    ?.answer;

  const change = useCallback(
    (changes: ProjectSearch) =>
      void navigate({
        search: (before) => ({ ...checkProjectSearch(before).search, ...changes }),
        // Search text replaces the history entry, so that Back does not step through each letter.
        replace: "find" in changes && search.find !== undefined,
        resetScroll: false,
      }),
    [navigate, search.find],
  );

  const missing = isProblem(services.error, "project-not-found");
  if (missing || (fetched?.answer.services.length === 0 && !known))
    return <UnknownProject projectId={projectId} />;
  const nameOf = (serviceId: string) =>
    fetched?.answer.services.find(({ id }) => id === serviceId)?.name ?? serviceId;
  const isIdle = isReady && (windows === null || serviceChanges !== undefined);
  const part = { projectId, search, rangeText };
  const scope = { projectId, search: explorerRange(search) };
  return (
    <ExplorerScopeContext value={scope}>
      <div className="page">
        <PageHead
          crumbs={[{ label: t.projects, link: { to: "/" } }]}
          title={projectId}
          windowTitle={projectId}
          actions={
            <ExplorerLink className="button" search={{}}>
              {t.allDeployments}
            </ExplorerLink>
          }
        >
          {fetched !== undefined && <span>{t.services(fetched.answer.services.length)}</span>}
          {fetched !== undefined && (
            <Freshness fetched={fetched} live={fetched.answer.services.some(isDeploying)} />
          )}
        </PageHead>
        <RejectedNotice rejected={rejected} />
        {fetched !== undefined && <StaleNotice fetched={fetched} error={services.error} />}
        {fetched !== undefined && <UnreadNotice services={fetched.answer.services} alone={false} />}
        {fetched !== undefined && <SetAsideNotice of="services" rows={fetched.answer.setAside} />}
        <search className="filters card range-filters">
          <RangePicker search={search} onChange={change} />
          <ComparisonSelect
            comparison={search.compare === undefined ? null : parseComparison(search.compare)}
            usual="recent"
            lastDay={dayBefore(new Date(windowOf(search, Date.now()).fromMs).toISOString().slice(0, 10))}
            onChange={change}
          />
        </search>
        <div className="figures-place">
          <Answered query={durations} waiting={<Skeleton height={98} />}>
            {(answer) => (
              <Figures
                durations={answer}
                rangeText={rangeText}
                before={compared?.kind === "window" ? phaseChanges?.comparison : undefined}
              />
            )}
          </Answered>
        </div>
        {/* The height of this part is unknown until it has loaded, so everything below waits for it. */}
        {(fetched === undefined || findings.isPending) && (
          <Answered query={services} waiting={<Skeleton height={1200} />}>
            {() => <Skeleton height={1200} />}
          </Answered>
        )}
        {fetched !== undefined && !findings.isPending && (
          <>
            {findings.data !== undefined && (
              <FindingsCard list={findings.data.answer} projectId={projectId} />
            )}
            <div className="project-overview">
              <DeployingNow fetched={fetched} projectId={projectId} />
              <WhereAndWhy
                {...part}
                durations={durations}
                changes={phaseChanges?.comparison}
                isIdle={isIdle}
              />
            </div>
            <Later instead={<Skeleton height={2400} />}>
              <Suspense fallback={<Skeleton height={1100} />}>
                <Analysis
                  {...part}
                  durations={durations.data?.answer}
                  compared={compared}
                  changes={serviceChanges}
                  isIdle={isIdle}
                  nameOf={nameOf}
                />
              </Suspense>
              <ServicesSection
                projectId={projectId}
                list={fetched.answer}
                changes={serviceChanges}
                isIdle={isIdle}
                search={search}
                onChange={change}
              />
            </Later>
          </>
        )}
      </div>
    </ExplorerScopeContext>
  );
}
