import { useWords, wording } from "../language/words.ts";
import type { RejectedParameter } from "../search/check-search.ts";
import { Notice } from "./notice.tsx";

const WORDS = wording({
  en: {
    rejected: (what: string) => `The address asks for ${what}, which means nothing here. It was left out.`,
  },
  zh: {
    rejected: (what: string) => `地址中的 ${what} 无效，已忽略。`,
  },
});

/** Says which parts of a shared or typed address could not be used. */
export function RejectedNotice({ rejected }: { rejected: readonly RejectedParameter[] }) {
  const t = useWords(WORDS);
  if (rejected.length === 0) return null;
  const what = rejected.map(({ name, text }) => `${name}=${text}`.slice(0, 80)).join(", ");
  return <Notice tone="warn">{t.rejected(what)}</Notice>;
}
