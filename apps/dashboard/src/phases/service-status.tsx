import { useLanguage } from "../language/language.tsx";

const TONES: Readonly<Record<string, string>> = {
  running: "tone-good",
  finished: "tone-good",
  deploying: "tone-live",
  pending: "tone-live",
  waiting: "tone-live",
  concerning: "tone-warn",
  failed: "tone-bad",
};

const CHINESE: Readonly<Record<string, string>> = {
  running: "运行中",
  deploying: "部署中",
  concerning: "告警",
  failed: "异常",
  stopped: "停止",
  finished: "运行完成",
  stopping: "停止中",
  deleting: "删除中",
  pending: "等待中",
  waiting: "排队中",
};

/** A service's status, localized if it is a known one. */
export function useStatusText(): (status: string) => string {
  const { language } = useLanguage();
  return (status) => (language === "zh" ? (CHINESE[status] ?? status) : status);
}

export function ServiceStatusLabel({ status }: { status: string }) {
  const text = useStatusText();
  return <span className={`badge ${TONES[status] ?? ""}`}>{text(status)}</span>;
}
