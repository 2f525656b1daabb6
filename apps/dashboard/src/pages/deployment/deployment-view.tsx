import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import type { DeploymentPath } from "@deploy-lens/api/fields/ids";
import { DEPLOYMENT_FLAG_LABELS, KIND_LABELS } from "@deploy-lens/core/vocabulary/labels";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { ConsoleLink } from "../../configuration/console-link.tsx";
import { Card } from "../../design/card.tsx";
import { ErrorView } from "../../design/error-view.tsx";
import { Freshness, StaleNotice } from "../../design/freshness.tsx";
import { Notice } from "../../design/notice.tsx";
import { RejectedNotice } from "../../design/rejected-notice.tsx";
import { SetAsideNotice } from "../../design/set-aside-notice.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { useLanguage } from "../../language/language.tsx";
import { sentence } from "../../language/punctuation.ts";
import { useLabel, useWords } from "../../language/words.ts";
import { OutcomeLabel } from "../../phases/outcome.tsx";
import { useApi } from "../../queries/api.tsx";
import { pointsQuery } from "../../queries/explorer-queries.ts";
import { answersNowMs, type Fetched } from "../../queries/fetched.ts";
import { serviceQuery } from "../../queries/project-queries.ts";
import { eventsQuery } from "../../queries/service-queries.ts";
import { checkSearch } from "../../search/check-search.ts";
import { ExplorerScopeContext, explorerRange } from "../../search/explorer-link.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { momentText } from "../../time/moment-text.ts";
import { useNow } from "../../time/now.ts";
import { ConfigurationCard } from "./configuration-card.tsx";
import { CopyButtons } from "./copy-buttons.tsx";
import { DeploymentSearch } from "./deployment-search.ts";
import { EventLog } from "./event-log.tsx";
import { Facts } from "./facts.tsx";
import { FailureCard } from "./failure-card.tsx";
import { LastGoodCard } from "./last-good-card.tsx";
import { LiveProgress } from "./live-progress.tsx";
import { LiveWords } from "./live-words.tsx";
import { LogFilter } from "./log-filter.tsx";
import { PhaseTable } from "./phase-table.tsx";
import { shownFlags } from "./shown-flags.ts";
import { useMarking } from "./use-marking.ts";
import { useUsual } from "./use-usual.ts";
import { Waterfall } from "./waterfall.tsx";
import { waterfallShape } from "./waterfall-shape.ts";
import { DEPLOYMENT_WORDS } from "./words.ts";

const route = getRouteApi("/projects/$projectId/services/$serviceId/deployments/$deploymentId");

/** Loaded on demand, since few readers copy a deployment as text. */
const loadTicketText = () => import("./ticket-text.ts");

export function DeploymentView(props: {
  path: DeploymentPath;
  fetched: Fetched<DeploymentAnswer>;
  error: unknown;
}) {
  const { path, fetched, error } = props;
  const deployment = fetched.answer;
  const t = useWords(DEPLOYMENT_WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const client = useApi();
  const raw = route.useSearch();
  const { search, rejected } = useMemo(() => checkSearch(DeploymentSearch, raw), [raw]);
  const marking = useMarking(search);

  const live = deployment.outcome === null && !deployment.flags.includes("stalled");
  const nowMs = answersNowMs(fetched, useNow(live ? 1000 : null));
  const points = useQuery(pointsQuery(client, path, before(deployment))).data?.answer.points;
  const usual = useUsual(path, deployment, points);
  const service = useQuery(serviceQuery(client, path)).data?.answer;
  const events = useInfiniteQuery({
    ...eventsQuery(client, path, windowOf(deployment), `${deployment.eventCount} ${deployment.lastEventAt}`),
    placeholderData: keepPreviousData,
  });
  const listed = useMemo(
    () => events.data?.pages.flatMap(({ answer }) => answer.events) ?? [],
    [events.data],
  );
  const shape = useMemo(() => waterfallShape(deployment, listed, nowMs), [deployment, listed, nowMs]);

  const startMs = Date.parse(deployment.startedAt);
  const name = service?.name ?? path.serviceId;
  const kind = label(KIND_LABELS[deployment.kind]);
  const startedText = momentText(startMs, "minute", language);
  const { projectId, serviceId } = path;
  const about = () => ({ deployment, events: listed, service: { id: serviceId, name }, projectId });
  const address = `${location.origin}/projects/${projectId}/services/${serviceId}/deployments/${deployment.id}`;
  const otherFlags = shownFlags(deployment).filter((flag) => flag !== "stalled");
  return (
    <div className="page">
      <PageHead
        crumbs={[
          { label: t.projects, link: { to: "/" } },
          { label: projectId, link: { to: "/projects/$projectId", params: { projectId } } },
          {
            label: name,
            link: { to: "/projects/$projectId/services/$serviceId", params: { projectId, serviceId } },
          },
        ]}
        title={`${name} · ${kind} · ${startedText}`}
        windowTitle={`${name} · ${kind}`}
        beside={<OutcomeLabel deployment={deployment} />}
        actions={
          <>
            <ConsoleLink serviceId={serviceId} />
            <CopyButtons
              address={`${address}${location.search}`}
              text={async () => (await loadTicketText()).ticketText({ ...about(), address, usual }, language)}
              prepare={() => void loadTicketText()}
              json={() => JSON.stringify(about(), null, 2)}
            />
          </>
        }
      >
        <span className="mono">{deployment.id}</span>
        <Freshness fetched={fetched} live={live} />
        {otherFlags.length > 0 && (
          <ul className="flags">
            {otherFlags.map((flag) => (
              <li key={flag} className="badge tone-warn">
                {label(DEPLOYMENT_FLAG_LABELS[flag])}
              </li>
            ))}
          </ul>
        )}
      </PageHead>
      <LiveWords deployment={deployment} />
      <RejectedNotice rejected={rejected} />
      <StaleNotice fetched={fetched} error={error} />
      {deployment.flags.includes("stalled") && (
        <Notice tone="warn">
          <strong>{sentence(t.stalledTitle, language)}</strong>
          {t.stalledDo}
        </Notice>
      )}
      {live && (
        <LiveProgress
          deployment={deployment}
          usual={usual}
          nowMs={nowMs}
          progressPercent={service?.progressPercent ?? null}
        />
      )}
      {deployment.failure !== null && (
        <ExplorerScopeContext value={{ projectId: path.projectId, search: explorerRange({}) }}>
          <FailureCard failure={deployment.failure} />
        </ExplorerScopeContext>
      )}
      <Facts
        deployment={deployment}
        elapsedMs={live ? nowMs - startMs : null}
        usual={usual.total}
        kind={usual.kind}
      />
      <div className="deployment-parts">
        <div className="deployment-main">
          <Card title={t.waterfall}>
            <Waterfall shape={shape} marking={marking} />
          </Card>
          <LastGoodCard path={path} deployment={deployment} points={points} />
          <Card title={t.phases}>
            <PhaseTable deployment={deployment} shape={shape} usual={usual} />
          </Card>
          <ConfigurationCard configuration={deployment.configuration} />
        </div>
        <Card title={t.log} actions={<LogFilter problemsOnly={search.log === "problems"} />}>
          {events.data === undefined && events.error === null && <Skeleton height={38} lines={9} />}
          {events.data === undefined && events.error !== null && (
            <ErrorView error={events.error} retry={events.refetch} />
          )}
          <SetAsideNotice of="events" rows={events.data?.pages.at(-1)?.answer.setAside} />
          {events.data !== undefined && (
            <EventLog
              events={listed}
              startMs={startMs}
              marking={marking}
              problemsOnly={search.log === "problems"}
              more={events.hasNextPage ? () => void events.fetchNextPage() : null}
            />
          )}
        </Card>
      </div>
    </div>
  );
}

const MONTH_MS = 30 * 86_400_000;

/** The service's deployments of the 30 days before a deployment, and itself. */
function before({ serviceId, startedAt }: DeploymentAnswer) {
  const startMs = Date.parse(startedAt);
  return { service: [serviceId], from: startMs - MONTH_MS, to: startMs + 1 };
}

/** From its start to just after its last event; open-ended while it is open. */
function windowOf({ startedAt, endedAt, lastEventAt }: DeploymentAnswer): {
  from: string;
  toMs: number | null;
} {
  if (endedAt === null) return { from: startedAt, toMs: null };
  return { from: startedAt, toMs: Math.max(Date.parse(endedAt), Date.parse(lastEventAt)) + 1 };
}
