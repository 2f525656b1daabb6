import { durationText } from "@deploy-lens/core/text/duration";
import { useLanguage } from "../language/language.tsx";
import { sentence } from "../language/punctuation.ts";
import { useWords, wording } from "../language/words.ts";
import type { Fetched } from "../queries/fetched.ts";
import { momentText, zoneText } from "../time/moment-text.ts";
import { useNow } from "../time/now.ts";
import { useZone } from "../time/zone.tsx";
import { errorWords } from "./error-words.ts";
import { Notice } from "./notice.tsx";

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
  readonly fetched: Pick<Fetched<unknown>, "confirmedAtMs" | "ageMs" | "stale">;
  readonly error: unknown;
}

/** The age of the shown data, counting up. */
export function Freshness({ fetched, live }: Pick<FreshnessProps, "fetched"> & { live: boolean }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const zone = useZone();
  const nowMs = useNow(1000);
  const ageMs = Math.max(0, nowMs - fetched.confirmedAtMs) + fetched.ageMs;
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
      <span>{t.zone(zoneText(Date.now(), zone))}</span>
    </span>
  );
}

/** Explains why the shown data is old; renders nothing while it is fresh. */
export function StaleNotice({ fetched, error }: FreshnessProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const failing = error !== null || fetched.stale;
  const nowMs = useNow(failing ? 1000 : null);
  if (!failing) return null;
  const trueAtMs = fetched.confirmedAtMs - fetched.ageMs;
  const ageMs = Math.floor(Math.max(0, nowMs - trueAtMs) / 1000) * 1000;
  return (
    <Notice tone="warn">
      <strong>{sentence(error === null ? t.stale : errorWords(error, language).title, language)}</strong>
      <span aria-live="off">
        {t.unanswered(durationText(ageMs, language), momentText(trueAtMs, "clock", language))}
      </span>
    </Notice>
  );
}
