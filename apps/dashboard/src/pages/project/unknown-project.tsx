import { Link } from "@tanstack/react-router";
import { Empty } from "../../design/notice.tsx";
import { visibleText } from "../../design/visible-text.ts";
import { useWords } from "../../language/words.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { PROJECT_WORDS } from "./words.ts";

export function UnknownProject({ projectId }: { projectId: string }) {
  const t = useWords(PROJECT_WORDS);
  const title = t.noProject(visibleText(projectId));
  return (
    <div className="page">
      <PageHead crumbs={[{ label: t.projects, link: { to: "/" } }]} title={title} windowTitle={title} />
      <Empty
        title={t.noProjectDo}
        action={
          <Link to="/" className="button">
            {t.toProjects}
          </Link>
        }
      />
    </div>
  );
}
