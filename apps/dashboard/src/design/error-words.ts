import type { ProblemName } from "@deploy-lens/api/problems/problem-types";
import { ApiError, DeadlineError, NetworkError } from "@deploy-lens/client/call/errors";
import type { Language } from "@deploy-lens/core/vocabulary/labels";
import { inLanguage, wording } from "../language/words.ts";
import { RenewalError } from "../sign-in/session.ts";

const WORDS = wording({
  en: {
    unreachable: "The server cannot be reached",
    unreachableDo: "Check your connection. This page tries again by itself.",
    slow: "The server did not answer in time",
    slowDo: "This page tries again by itself.",
    renewal: "Your session could not be renewed",
    renewalDo: "The sign-in service cannot be reached. This page tries again by itself; you stay signed in.",
    strange: "The answer is not from Deploy Lens",
    strangeDo: "A proxy or a sign-in page may stand in between. Reload the page.",
    again: "This page tries again by itself.",
    address: "The address may be mistyped, or what it names is gone. Start from the list of services.",
    access: "Ask your Deploy Lens administrator for access to this project.",
    signIn: "Your session has ended. Reload the page to sign in again.",
    ours: "Try again. If this keeps happening, report it with the request ID below.",
    credentials: "Ask your Deploy Lens administrator to correct the credentials for ModelArts.",
    request: (id: string) => `Request ${id}`,
  },
  zh: {
    unreachable: "无法连接服务器",
    unreachableDo: "请检查网络连接，页面会自动重试。",
    slow: "服务器未及时响应",
    slowDo: "页面会自动重试。",
    renewal: "会话续期未成功",
    renewalDo: "无法连接登录服务，页面会自动重试，您仍处于登录状态。",
    strange: "响应并非来自 Deploy Lens",
    strangeDo: "中间可能有代理或登录页，请刷新页面。",
    again: "页面会自动重试。",
    address: "链接可能有误，或该内容已被删除，请从服务列表重新进入。",
    access: "请向 Deploy Lens 管理员申请该项目的访问权限。",
    signIn: "会话已结束，请刷新页面重新登录。",
    ours: "请重试。若问题持续，请附上下方请求编号反馈。",
    credentials: "请联系 Deploy Lens 管理员更正 ModelArts 凭证。",
    request: (id: string) => `请求编号 ${id}`,
  },
});

export interface ErrorWords {
  readonly title: string;
  readonly detail: string | null;
  readonly todo: string;
  readonly reference: string | null;
}

const TODO: Partial<Record<ProblemName, "again" | "address" | "access" | "signIn" | "credentials">> = {
  unauthenticated: "signIn",
  forbidden: "access",
  "invalid-parameters": "address",
  "route-not-found": "address",
  "project-not-found": "address",
  "service-not-found": "address",
  "deployment-not-found": "address",
  "too-many-requests": "again",
  overloaded: "again",
  "storage-unavailable": "again",
  "upstream-refused": "credentials",
  "upstream-unreachable": "again",
  "upstream-throttled": "again",
  "upstream-unavailable": "again",
  "upstream-timeout": "again",
};

/** Describes a failed call. The API's titles are already in the reader's language. */
export function errorWords(error: unknown, language: Language): ErrorWords {
  const t = inLanguage(WORDS, language);
  const plain = { detail: null, reference: null };
  if (error instanceof NetworkError) return { ...plain, title: t.unreachable, todo: t.unreachableDo };
  if (error instanceof DeadlineError) return { ...plain, title: t.slow, todo: t.slowDo };
  if (error instanceof RenewalError) return { ...plain, title: t.renewal, todo: t.renewalDo };
  if (!(error instanceof ApiError)) return { ...plain, title: t.strange, todo: t.strangeDo };
  const { type, title, detail, requestId } = error.problem;
  const todo = Object.entries(TODO).find(([name]) => type.endsWith(`:${name}`))?.[1];
  return {
    title,
    detail: detail === undefined || detail === title ? null : detail,
    todo: t[todo ?? "ours"],
    reference: requestId === "unknown" ? null : t.request(requestId),
  };
}
