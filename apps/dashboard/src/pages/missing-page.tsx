import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { Empty } from "../design/notice.tsx";
import { visibleText } from "../design/visible-text.ts";
import { useWords, wording } from "../language/words.ts";
import { PageHead } from "../shell/page-head.tsx";

const WORDS = wording({
  en: {
    missing: "Page not found",
    missingDo: "The address may be mistyped or old.",
    start: "Go to the projects",
    broken: "Something went wrong",
    brokenDo: "Reload the page. If that does not help, report it.",
    notLoaded: "This page could not be loaded",
    notLoadedDo:
      "The server cannot be reached: the page reloads by itself when it can. Or a newer version has been published: reload it.",
    reload: "Reload",
  },
  zh: {
    missing: "页面不存在",
    missingDo: "地址可能有误或已过期。",
    start: "前往项目列表",
    broken: "页面出错",
    brokenDo: "请刷新页面。若仍无法恢复，请反馈此问题。",
    notLoaded: "页面未能加载",
    notLoadedDo: "若因无法连接服务器，恢复后页面会自动重新加载；若刚发布了新版本，请刷新页面。",
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

/** The code of a page did not arrive. */
export class PageNotLoadedError extends Error {
  override readonly name = "PageNotLoadedError";
}

/** Shown when rendering fails or a page's code cannot be loaded. */
export function BrokenPage({ error }: ErrorComponentProps) {
  const t = useWords(WORDS);
  const notLoaded = error instanceof PageNotLoadedError;
  // Browsers cache a failed module load, so only reloading the page retries it.
  useReloadWhenReachable(notLoaded);
  const title = notLoaded ? t.notLoaded : t.broken;
  return (
    <div className="page">
      <PageHead title={title} windowTitle={title} />
      <Empty
        title={notLoaded ? t.notLoadedDo : t.brokenDo}
        action={
          <button type="button" className="button" onClick={() => location.reload()}>
            {t.reload}
          </button>
        }
      >
        {notLoaded ? undefined : (
          <span className="mono small">
            {visibleText(error instanceof Error ? error.message : String(error))}
          </span>
        )}
      </Empty>
    </div>
  );
}

const PROBE_EVERY_MS = 3_000;

/** Reloads once the server is reachable again after it was not; otherwise never, to avoid a reload loop. */
function useReloadWhenReachable(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    let unreachable = false;
    const probe = async () => {
      try {
        await fetch("/config.json", { cache: "no-store" });
        if (unreachable) location.reload();
      } catch {
        unreachable = true;
      }
    };
    void probe();
    const timer = setInterval(probe, PROBE_EVERY_MS);
    return () => clearInterval(timer);
  }, [wanted]);
}
