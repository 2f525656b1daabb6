import { useLanguage } from "../language/language.tsx";
import { numberText } from "../language/number-text.ts";
import { sentence } from "../language/punctuation.ts";
import { useWords, wording } from "../language/words.ts";
import { Notice } from "./notice.tsx";

const WORDS = wording({
  en: {
    services: (n: number) => `${numberText(n)} ${n === 1 ? "row" : "rows"} of the list of services left out`,
    events: (n: number) => `${numberText(n)} ${n === 1 ? "row" : "rows"} of the list of events left out`,
    why: "ModelArts answered something there that cannot be read; the rows beside are complete.",
  },
  zh: {
    services: (n: number) => `服务列表中有 ${numberText(n)} 行已略去`,
    events: (n: number) => `事件列表中有 ${numberText(n)} 行已略去`,
    why: "ModelArts 返回的这些内容无法读取，其余各行不受影响。",
  },
});

/** Shows the number of rows of ModelArts' own list that could not be read; renders nothing while all could. */
export function SetAsideNotice({ of, rows = 0 }: { of: "services" | "events"; rows: number | undefined }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  if (rows === 0) return null;
  return (
    <Notice tone="warn">
      <strong>{sentence(t[of](rows), language)}</strong> {t.why}
    </Notice>
  );
}
