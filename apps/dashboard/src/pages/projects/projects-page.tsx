import { useQuery } from "@tanstack/react-query";
import { Link, Navigate } from "@tanstack/react-router";
import { Answered } from "../../design/answered.tsx";
import { Empty } from "../../design/notice.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { useWords, wording } from "../../language/words.ts";
import { useApi } from "../../queries/api.tsx";
import { projectsQuery } from "../../queries/project-queries.ts";
import { PageHead } from "../../shell/page-head.tsx";
import "./projects-page.css";

const WORDS = wording({
  en: {
    title: "Projects",
    none: "You don't have access to any project",
    noneDo:
      "Ask your Deploy Lens administrator to add your Huawei Cloud project, or to give you access to it.",
  },
  zh: {
    title: "项目",
    none: "没有可查看的项目",
    noneDo: "请联系 Deploy Lens 管理员接入您的华为云项目，或为您开通访问权限。",
  },
});

export function ProjectsPage() {
  const t = useWords(WORDS);
  const query = useQuery(projectsQuery(useApi()));
  return (
    <Answered query={query} waiting={<Skeleton height={64} lines={3} />}>
      {({ projects }) => {
        const [only, ...more] = projects;
        if (only !== undefined && more.length === 0) {
          return <Navigate to="/projects/$projectId" params={{ projectId: only.id }} replace />;
        }
        return (
          <div className="page">
            <PageHead title={t.title} windowTitle={t.title} />
            {only === undefined && <Empty title={t.none}>{t.noneDo}</Empty>}
            <ul className="projects">
              {projects.map(({ id }) => (
                <li key={id}>
                  <Link className="card project-link" to="/projects/$projectId" params={{ projectId: id }}>
                    {id}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        );
      }}
    </Answered>
  );
}
