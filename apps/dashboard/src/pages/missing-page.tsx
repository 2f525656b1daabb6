import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { Empty } from "../design/notice.tsx";
import { useWords, wording } from "../language/words.ts";
import { PageHead } from "../shell/page-head.tsx";

const WORDS = wording({
  en: {
    missing: "There is no such page",
    missingDo: "The address may be mistyped or old.",
    start: "Go to the projects",
    broken: "This page broke",
    brokenDo:
      "A newer version may have been published meanwhile: reload the page. If that does not help, report it.",
    reload: "Reload",
  },
  zh: {
    missing: "页面不存在",
    missingDo: "地址可能有误或已过期。",
    start: "前往项目列表",
    broken: "页面出错",
    brokenDo: "可能刚发布了新版本，请刷新页面。若仍无法恢复，请反馈此问题。",
    reload: "刷新",
  },
});

export function MissingPage() {
  const t = useWords(WORDS);
  return (
    <div className="page">
      <PageHead title={t.missing} windowTitle={t.missing} />
      <Empty
        title={t.missingDo}
        action={
          <Link to="/" className="button">
            {t.start}
          </Link>
        }
      />
    </div>
  );
}

export function BrokenPage({ error }: ErrorComponentProps) {
  const t = useWords(WORDS);
  return (
    <div className="page">
      <PageHead title={t.broken} windowTitle={t.broken} />
      <Empty
        title={t.brokenDo}
        action={
          <button type="button" className="button" onClick={() => location.reload()}>
            {t.reload}
          </button>
        }
      >
        {error instanceof Error ? error.message : String(error)}
      </Empty>
    </div>
  );
}
