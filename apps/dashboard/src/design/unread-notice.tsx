import type { Service } from "@deploy-lens/api/services/services";
import { useLanguage } from "../language/language.tsx";
import { numberText } from "../language/number-text.ts";
import { sentence } from "../language/punctuation.ts";
import { useWords, wording } from "../language/words.ts";
import { momentText } from "../time/moment-text.ts";
import { Notice } from "./notice.tsx";

const WORDS = wording({
  en: {
    title: "Some events have not been read yet",
    ofOne: (since: string) => `Events of this service could not be read since ${since}.`,
    ofSeveral: (n: number, since: string) =>
      `Events of ${numberText(n)} ${n === 1 ? "service" : "services"} could not be read since ${since}.`,
    upstream: "They are read as soon as ModelArts answers; until then figures may lack deployments.",
    service: "What ModelArts answers of it cannot be used; until that changes figures may lack deployments.",
  },
  zh: {
    title: "部分事件尚未读取",
    ofOne: (since: string) => `自 ${since} 起，该服务的事件未能读取。`,
    ofSeveral: (n: number, since: string) => `自 ${since} 起，有 ${numberText(n)} 个服务的事件未能读取。`,
    upstream: "ModelArts 恢复响应后会自动补读，在此之前统计可能缺少部分部署。",
    service: "ModelArts 返回的内容无法使用，在此之前统计可能缺少部分部署。",
  },
});

/** Warns that figures may lack deployments because events could not be read. */
export function UnreadNotice({
  services,
  alone,
}: {
  services: readonly Pick<Service, "unread">[];
  alone: boolean;
}) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const unread = services.flatMap((service) => service.unread ?? []);
  const [first] = unread.toSorted((a, b) => a.since.localeCompare(b.since));
  if (first === undefined) return null;
  const since = momentText(Date.parse(first.since), "minute", language);
  const cause = unread.every((one) => one.cause === "service") ? "service" : "upstream";
  return (
    <Notice tone="warn">
      <strong>{sentence(t.title, language)}</strong>
      {alone ? t.ofOne(since) : t.ofSeveral(unread.length, since)} {t[cause]}
    </Notice>
  );
}
