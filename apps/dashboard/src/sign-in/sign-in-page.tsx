import { useState } from "react";
import { Empty } from "../design/notice.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { visibleText } from "../design/visible-text.ts";
import { useWords, wording } from "../language/words.ts";
import { Brand } from "../shell/brand.tsx";
import { LanguageSwitch } from "../shell/switches.tsx";
import type { Found } from "./oidc.ts";

const WORDS = wording({
  en: {
    title: "Sign in to see your deployments",
    why: "Your organization's sign-in page opens, and brings you back to this address.",
    signIn: "Sign in",
    failed: "Signing in did not work",
    refused: "The sign-in service refused.",
    unreachable: "The sign-in service cannot be reached.",
    stale: "This address came from an earlier sign-in and cannot be used again.",
    notLoaded: "The sign-in page could not be loaded.",
    issuerSays: (words: string) => `It says: ${words}`,
    again: "Try again",
  },
  zh: {
    title: "登录后查看部署",
    why: "将跳转到贵组织的登录页面，登录后自动返回。",
    signIn: "登录",
    failed: "登录未成功",
    refused: "登录服务拒绝了此次登录。",
    unreachable: "无法连接登录服务。",
    stale: "该地址来自之前的登录，不能再次使用。",
    notLoaded: "登录页面未能加载。",
    issuerSays: (words: string) => `登录服务返回：${words}`,
    again: "重试",
  },
});

export function SignInPage({
  error,
  found,
  retry,
}: {
  error: unknown;
  found: Found | null;
  retry: () => void;
}) {
  const t = useWords(WORDS);
  const [unreachable, setUnreachable] = useState(false);
  const signIn = found?.session === null ? found.signIn : null;
  const past = found?.session === null ? found.failure : null;
  const failure = unreachable ? ({ reason: "unreachable", detail: null } as const) : past;
  const begin = () => {
    setUnreachable(false);
    signIn?.().catch(() => setUnreachable(true));
  };
  return (
    <>
      <header className="shell-header">
        <div className="shell-bar">
          <span className="brand">
            <Brand />
          </span>
          <div className="shell-tools">
            <LanguageSwitch />
          </div>
        </div>
      </header>
      <main className="shell-main">
        <div className="card">
          <h1 className="hidden-visually">Deploy Lens</h1>
          {error === null && signIn === null && <Skeleton height={160} />}
          {signIn !== null && (
            <Empty
              title={failure === null ? t.title : t.failed}
              action={
                <button type="button" className="button button-main" onClick={begin}>
                  {t.signIn}
                </button>
              }
            >
              {failure === null ? t.why : t[failure.reason]}
              {failure !== null && failure.detail !== null && (
                <span className="small">{t.issuerSays(visibleText(failure.detail))}</span>
              )}
            </Empty>
          )}
          {error !== null && (
            <Empty
              title={t.notLoaded}
              action={
                <button type="button" className="button" onClick={retry}>
                  {t.again}
                </button>
              }
            />
          )}
        </div>
      </main>
    </>
  );
}
