import { durationText } from "@deploy-lens/core/text/duration";
import { useLanguage } from "../language/language.tsx";
import { sentence } from "../language/punctuation.ts";
import { useWords, wording } from "../language/words.ts";
import type { Told } from "../queries/told.ts";
import { momentText, zoneText } from "../time/moment-text.ts";
import { useNow } from "../time/now.ts";
import { Notice } from "./notice.tsx";
import { troubleWords } from "./trouble-words.ts";

const WORDS = wording({
  en: {
    updated: (ago: string) => `Updated ${ago} ago`,
    updatedNow: "Updated just now",
    zone: (zone: string) => `times in ${zone}`,
    live: "live",
    stale: "ModelArts does not answer",
    unanswered: (ago: string, clock: string) =>
      `Showing data from ${ago} ago (${clock}). Updates resume automatically.`,
  },
  zh: {
    updated: (ago: string) => `${ago}前更新`,
    updatedNow: "刚刚更新",
    zone: (zone: string) => `时间为 ${zone}`,
    live: "实时",
    stale: "ModelArts 没有响应",
    unanswered: (ago: string, clock: string) =>
      `当前显示的是 ${ago}前（${clock}）的数据，恢复响应后会自动更新。`,
  },
});

interface FreshnessProps {
  readonly told: Pick<Told<unknown>, "confirmedAtMs" | "ageMs" | "stale">;
  readonly error: unknown;
}

/** How old what is shown is, counting up by itself. */
export function Freshness({ told, live }: Pick<FreshnessProps, "told"> & { live: boolean }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const nowMs = useNow(1000);
  const ageMs = Math.max(0, nowMs - told.confirmedAtMs) + told.ageMs;
  return (
    <span className="freshness muted small">
      {live && (
        <span className="badge tone-live">
          <span className="pulse" />
          {t.live}
        </span>
      )}
      <span>
        {ageMs < 1000 ? t.updatedNow : t.updated(durationText(Math.floor(ageMs / 1000) * 1000, language))}
      </span>
      <span aria-hidden="true">·</span>
      <span>{t.zone(zoneText(Date.now()))}</span>
    </span>
  );
}

/** Says that what is shown is old, and why; nothing while it is fresh. */
export function StaleNotice({ told, error }: FreshnessProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const failing = error !== null || told.stale;
  const nowMs = useNow(failing ? 1000 : null);
  if (!failing) return null;
  const trueAtMs = told.confirmedAtMs - told.ageMs;
  const ageMs = Math.floor(Math.max(0, nowMs - trueAtMs) / 1000) * 1000;
  return (
    <Notice tone="warn">
      <strong>{sentence(error === null ? t.stale : troubleWords(error, language).title, language)}</strong>
      <span aria-live="off">
        {t.unanswered(durationText(ageMs, language), momentText(trueAtMs, "clock", language))}
      </span>
    </Notice>
  );
}
