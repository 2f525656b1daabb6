import { isProblem } from "@deploy-lens/client/call/errors";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useDeferredValue, useMemo } from "react";
import { Answered } from "../../design/answered.tsx";
import { Card } from "../../design/card.tsx";
import { Freshness, StaleNotice } from "../../design/freshness.tsx";
import { RejectedNotice } from "../../design/rejected-notice.tsx";
import { SetAsideNotice } from "../../design/set-aside-notice.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { UnreadNotice } from "../../design/unread-notice.tsx";
import { useWords } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import {
  isDeploying,
  projectDurationsQuery,
  projectsQuery,
  servicesQuery,
} from "../../queries/project-queries.ts";
import { checkSearch } from "../../search/check-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { DeployingNow } from "./deploying-now.tsx";
import { endsOf } from "./ends.ts";
import { FailureCauses } from "./failure-causes.tsx";
import { Figures } from "./figures.tsx";
import { ProjectSearch } from "./project-search.ts";
import { ServicesSection } from "./services-section.tsx";
import { UnknownProject } from "./unknown-project.tsx";
import { WhereNote, WhereTimeGoes } from "./where-time-goes.tsx";
import { PROJECT_WORDS } from "./words.ts";
import "./project-page.css";

const route = getRouteApi("/projects/$projectId");

export function ProjectPage() {
  const t = useWords(PROJECT_WORDS);
  const client = useApi();
  const { projectId } = route.useParams();
  const navigate = route.useNavigate();
  const raw = route.useSearch();
  const { search, rejected } = useMemo(() => checkSearch(ProjectSearch, raw), [raw]);
  const services = useQuery(servicesQuery(client, { projectId }));
  const durations = useQuery(projectDurationsQuery(client, { projectId }, ["phase"]));
  const projects = useQuery(projectsQuery(client)).data?.answer.projects;
  const known = projects?.some(({ id }) => id === projectId) ?? true;
  // Renders a long list in slices while the current one stays visible.
  const fetched = useDeferredValue(services.data);

  const change = useCallback(
    (changes: ProjectSearch) =>
      void navigate({
        search: (before) => ({ ...checkSearch(ProjectSearch, before).search, ...changes }),
        // Search text replaces the history entry, so that Back does not step through each letter.
        replace: "find" in changes && search.find !== undefined,
        resetScroll: false,
      }),
    [navigate, search.find],
  );
  const ends = durations.data === undefined ? undefined : endsOf(durations.data.answer.outcomes);

  const missing = isProblem(services.error, "project-not-found");
  if (missing || (fetched?.answer.services.length === 0 && !known))
    return <UnknownProject projectId={projectId} />;
  return (
    <div className="page">
      <PageHead
        crumbs={[{ label: t.projects, link: { to: "/" } }]}
        title={projectId}
        windowTitle={projectId}
        actions={
          <Link className="button" to="/projects/$projectId/deployments" params={{ projectId }}>
            {t.allDeployments}
          </Link>
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
      <Answered query={durations} waiting={<Skeleton height={98} />}>
        {(answer) => <Figures durations={answer} />}
      </Answered>
      {/* The height of this part is unknown until it has loaded, so everything below waits for it. */}
      {fetched === undefined && (
        <Answered query={services} waiting={<Skeleton height={1200} />}>
          {() => <Skeleton height={1200} />}
        </Answered>
      )}
      {fetched !== undefined && (
        <>
          <div className="project-overview">
            <DeployingNow fetched={fetched} projectId={projectId} />
            <Card
              title={t.where}
              note={durations.data === undefined ? t.last30 : <WhereNote durations={durations.data.answer} />}
              className="where"
            >
              <Answered query={durations} waiting={<Skeleton height={34} lines={6} />}>
                {(answer) => <WhereTimeGoes durations={answer} />}
              </Answered>
            </Card>
            <Card
              title={t.why}
              note={ends === undefined ? t.last30 : t.whyNote(ends.failed, ends.succeeded + ends.failed)}
              className="why"
            >
              <Answered query={durations} waiting={<Skeleton height={34} lines={6} />}>
                {(answer) => <FailureCauses durations={answer} />}
              </Answered>
            </Card>
          </div>
          <ServicesSection projectId={projectId} list={fetched.answer} search={search} onChange={change} />
        </>
      )}
    </div>
  );
}
