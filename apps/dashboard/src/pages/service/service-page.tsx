import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { ConsoleLink } from "../../configuration/console-link.tsx";
import { Answered } from "../../design/answered.tsx";
import { Card } from "../../design/card.tsx";
import { ErrorView } from "../../design/error-view.tsx";
import { Freshness, StaleNotice } from "../../design/freshness.tsx";
import { Later } from "../../design/later.tsx";
import { RejectedNotice } from "../../design/rejected-notice.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { UnreadNotice } from "../../design/unread-notice.tsx";
import { useWords } from "../../language/words.ts";
import { OpenNow } from "../../live/open-now.tsx";
import { groupModels, type ModelGroup } from "../../models/group-models.ts";
import { ServiceStatusLabel } from "../../phases/service-status.tsx";
import { useApi } from "../../queries/api.tsx";
import { openServiceFindingsQuery } from "../../queries/findings-queries.ts";
import { isDeploying, serviceQuery } from "../../queries/project-queries.ts";
import { durationsQuery } from "../../queries/service-queries.ts";
import { windowRequest } from "../../range/range-search.ts";
import { ExplorerLink, ExplorerScopeContext, explorerRange } from "../../search/explorer-link.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { relativeErrorText } from "../../time/duration.tsx";
import { Trends } from "../../trends/trends.tsx";
import { TRENDS_WORDS } from "../../trends/words.ts";
import type { ExplorerSearch } from "../explorer/explorer-search.ts";
import { ComparisonSection } from "./comparison-section.tsx";
import { DeliveryCard } from "./delivery-card.tsx";
import { DeploymentsSection } from "./deployments-section.tsx";
import { Distribution } from "./distribution.tsx";
import { DownloadCsv } from "./download-csv.tsx";
import { DeploymentFilters } from "./service-filters.tsx";
import { checkServiceSearch, type ServiceSearch } from "./service-search.ts";
import { SERVICE_WORDS } from "./words.ts";
import "./service-page.css";

const route = getRouteApi("/projects/$projectId/services/$serviceId");

export function ServicePage() {
  const t = useWords(SERVICE_WORDS);
  const trendWords = useWords(TRENDS_WORDS);
  const client = useApi();
  const path = route.useParams();
  const raw = route.useSearch();
  const navigate = route.useNavigate();
  const { search, rejected } = useMemo(() => checkServiceSearch(raw), [raw]);
  const change = useCallback(
    (changes: ServiceSearch) =>
      void navigate({
        search: (before) => ({ ...checkServiceSearch(before).search, ...changes }),
        replace: isCorrection(search, changes),
        resetScroll: false,
      }),
    [navigate, search],
  );
  const { range, from, to, model, outcome } = search;
  const filters = { range, from, to, model, outcome };
  const request = useCallback((nowMs: number) => statisticsRequest(search, nowMs), [search]);

  const service = useQuery(serviceQuery(client, path));
  const phases = useQuery({
    ...durationsQuery(client, path, ["phase", filters], (nowMs) => ({
      ...request(nowMs),
      groupBy: ["phase"],
      include: ["histogram"],
    })),
    placeholderData: keepPreviousData,
  });
  const days = useQuery({
    ...durationsQuery(client, path, ["days", filters], (nowMs) => ({
      ...request(nowMs),
      groupBy: ["day", "phase"],
      quantiles: [0.5, 0.9],
    })),
    placeholderData: keepPreviousData,
  });
  const findings = useQuery(openServiceFindingsQuery(client, path));
  const models = useModels(path);

  if (service.data === undefined && service.error !== null) {
    return <ErrorView error={service.error} retry={service.refetch} />;
  }
  const fetched = service.data;
  // Waits for the service's name, so that the heading does not show the id first.
  if (fetched === undefined) return <Skeleton height={900} />;
  const { projectId } = path;
  // Changes are of deployments that succeeded.
  const isOfSuccesses = !isCounted(outcome) || outcome === "success";
  const changes = { projectId, findings: isOfSuccesses ? (findings.data?.answer.findings ?? []) : [] };
  const scope = { projectId, search: exploredSearch(path.serviceId, search) };
  return (
    <ExplorerScopeContext value={scope}>
      <div className="page">
        <PageHead
          crumbs={[
            { label: t.projects, link: { to: "/" } },
            { label: projectId, link: { to: "/projects/$projectId", params: { projectId } } },
          ]}
          title={fetched.answer.name}
          windowTitle={fetched.answer.name}
          beside={<ServiceStatusLabel status={fetched.answer.status} />}
          actions={
            <>
              <Link
                className="button"
                to="/projects/$projectId/services/$serviceId/deployments/$deploymentId"
                params={{ ...path, deploymentId: fetched.answer.latestDeployment?.id ?? "latest" }}
              >
                {t.latest}
              </Link>
              <ExplorerLink className="button" search={{ outcome }}>
                {t.explore}
              </ExplorerLink>
              <ConsoleLink serviceId={path.serviceId} />
              <DownloadCsv path={path} name={fetched.answer.name} request={request} />
            </>
          }
        >
          <span className="mono">{path.serviceId}</span>
          <Freshness fetched={fetched} live={isDeploying(fetched.answer)} />
        </PageHead>
        <RejectedNotice rejected={rejected} />
        <StaleNotice fetched={fetched} error={service.error} />
        <UnreadNotice services={[fetched.answer]} alone />
        <OpenNow fetched={fetched} projectId={projectId} />
        <DeploymentFilters search={search} models={models} onChange={change} />
        <Card
          title={t.how}
          note={phases.data !== undefined && <FiguresNote durations={phases.data.answer} search={search} />}
        >
          <div className={phases.isPlaceholderData ? "updating" : undefined}>
            <Answered query={phases} waiting={<Skeleton height={52} lines={7} />}>
              {(answer) => <Distribution durations={answer} />}
            </Answered>
          </div>
        </Card>
        <Card title={trendWords.trend} note={trendWords.trendNote}>
          <div className={days.isPlaceholderData ? "updating" : undefined}>
            <Answered query={days} waiting={<Skeleton height={130} lines={2} />}>
              {(answer) => <Trends durations={answer} changes={changes} />}
            </Answered>
          </div>
        </Card>
        <ComparisonSection path={path} search={search} models={models} request={request} onChange={change} />
        <Later>
          <DeliveryCard path={path} search={search} name={fetched.answer.name} />
        </Later>
        <DeploymentsSection path={path} search={search} usual={phases.data?.answer ?? null} />
      </div>
    </ExplorerScopeContext>
  );
}

/** The deployments that the page's figures count. */
function exploredSearch(service: string, search: ServiceSearch): ExplorerSearch {
  const { model, outcome } = search;
  return { ...explorerRange(search), service, model, outcome: isCounted(outcome) ? outcome : "success" };
}

/** Typing a date replaces the history entry, so that Back does not step through each digit. */
function isCorrection(search: ServiceSearch, changes: ServiceSearch): boolean {
  const hasDays = ({ from, to, compare }: ServiceSearch) =>
    from !== undefined || to !== undefined || compare?.includes("/") === true;
  return hasDays(search) && hasDays(changes);
}

function FiguresNote({ durations, search }: { durations: DeployDurations; search: ServiceSearch }) {
  const t = useWords(SERVICE_WORDS);
  const { total, method, relativeError } = durations;
  const counted = isCounted(search.outcome) ? [] : [t.successOnly];
  const precision = method === "exact" ? t.exact : t.within(relativeErrorText(relativeError));
  return [t.howNote(total.n), ...counted, precision].join(" · ");
}

/** Model versions of the last 90 days. */
function useModels(path: { projectId: string; serviceId: string }): readonly ModelGroup[] {
  const { data } = useQuery(
    durationsQuery(useApi(), path, ["models"], (nowMs) => ({
      ...windowRequest({ range: "90d" }, nowMs),
      groupBy: ["model"],
      outcome: ["any"],
      quantiles: [0.5],
    })),
  );
  return useMemo(() => groupModels(data?.answer.groups.flatMap(({ key }) => key.model ?? []) ?? []), [data]);
}

/** Open deployments have no statistics, so the figures stay those of successes. */
function isCounted(
  outcome: ServiceSearch["outcome"],
): outcome is Exclude<ServiceSearch["outcome"], "open" | undefined> {
  return outcome !== undefined && outcome !== "open";
}

function statisticsRequest(search: ServiceSearch, nowMs: number) {
  const { model, outcome } = search;
  return {
    ...windowRequest(search, nowMs),
    ...(model === undefined ? {} : { model }),
    ...(isCounted(outcome) ? { outcome: [outcome] } : {}),
  };
}
