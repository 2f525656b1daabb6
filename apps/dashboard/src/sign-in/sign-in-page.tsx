import { useState } from "react";
import { Empty } from "../design/notice.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { useWords, wording } from "../language/words.ts";
import { Brand } from "../shell/brand.tsx";
import { LanguageSwitch } from "../shell/switches.tsx";

const WORDS = wording({
  en: {
    title: "Sign in to see your deployments",
    why: "Your organisation's sign-in page opens, and brings you back to this address.",
    signIn: "Sign in",
    failed: "Signing in did not work",
    failedWhy: "The sign-in was refused, timed out, or its page cannot be reached.",
    again: "Try again",
  },
  zh: {
    title: "登录后查看部署",
    why: "将打开贵组织的登录页面，完成后返回此地址。",
    signIn: "登录",
    failed: "登录未成功",
    failedWhy: "登录被拒绝、已超时，或登录页面无法访问。",
    again: "重试",
  },
});

/** What people see who must sign in first. */
export function SignInPage(props: {
  error: unknown;
  signIn: (() => Promise<void>) | null;
  retry: () => void;
}) {
  const t = useWords(WORDS);
  const [failure, setFailure] = useState<unknown>(null);
  const error = props.error ?? failure;
  const { signIn } = props;
  const begin = () => {
    setFailure(null);
    signIn?.().catch(setFailure);
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
          {error === null && signIn !== null && (
            <Empty
              title={t.title}
              action={
                <button type="button" className="button button-main" onClick={begin}>
                  {t.signIn}
                </button>
              }
            >
              {t.why}
            </Empty>
          )}
          {error !== null && (
            <Empty
              title={t.failed}
              action={
                <button type="button" className="button" onClick={signIn === null ? props.retry : begin}>
                  {t.again}
                </button>
              }
            >
              {t.failedWhy} {error instanceof Error ? error.message : ""}
            </Empty>
          )}
        </div>
      </main>
    </>
  );
}
