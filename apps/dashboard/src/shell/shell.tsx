import { Link, Outlet } from "@tanstack/react-router";
import { useWords, wording } from "../language/words.ts";
import { useSession } from "../sign-in/session.ts";
import { Brand } from "./brand.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { LanguageSwitch, ThemeSwitch } from "./switches.tsx";

const WORDS = wording({
  en: { skip: "Skip to content", home: "Deploy Lens: projects", signOut: "Sign out", api: "API" },
  zh: { skip: "跳到正文", home: "Deploy Lens：项目列表", signOut: "退出登录", api: "API" },
});

export function Shell() {
  const t = useWords(WORDS);
  const session = useSession();
  return (
    <>
      <a className="button skip-link" href="#content">
        {t.skip}
      </a>
      <header className="shell-header">
        <div className="shell-bar">
          <Link to="/" className="brand" aria-label={t.home}>
            <Brand />
          </Link>
          <div className="shell-tools">
            <Shortcuts />
            <ThemeSwitch />
            <LanguageSwitch />
            {session.signOut !== null && (
              <button type="button" className="button button-quiet" onClick={session.signOut}>
                {t.signOut}
              </button>
            )}
          </div>
        </div>
      </header>
      <main className="shell-main" id="content" tabIndex={-1}>
        <Outlet />
      </main>
    </>
  );
}
