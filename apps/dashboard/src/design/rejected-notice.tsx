import { useLanguage } from "../language/language.tsx";
import { listComma } from "../language/punctuation.ts";
import { useWords, wording } from "../language/words.ts";
import type { RejectedParameter } from "../search/check-search.ts";
import { Notice } from "./notice.tsx";

const WORDS = wording({
  en: {
    rejected: (what: string) => `Ignored what makes no sense in the address: ${what}`,
  },
  zh: {
    rejected: (what: string) => `已忽略地址中的无效参数：${what}`,
  },
});

export function RejectedNotice({ rejected }: { rejected: readonly RejectedParameter[] }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  if (rejected.length === 0) return null;
  const what = rejected.map(({ name, text }) => `${name}=${text}`.slice(0, 80)).join(listComma(language));
  return <Notice tone="warn">{t.rejected(what)}</Notice>;
}
