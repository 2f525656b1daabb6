import { useLanguage } from "../language/language.tsx";
import { useWords } from "../language/words.ts";
import { momentText } from "../time/moment-text.ts";
import { dayBefore, type RangeSearch, USUAL_RANGE } from "./range-search.ts";
import type { Slice } from "./slices.ts";
import { RANGE_WORDS } from "./words.ts";

/** The window of a page in words: `last 30 days`, or its first and last day. */
export function useRangeText(search: RangeSearch): string {
  const t = useWords(RANGE_WORDS);
  const { language } = useLanguage();
  const { range = USUAL_RANGE, from, to } = search;
  if (from === undefined) return t[`last_${range}`];
  const day = (text: string) => momentText(Date.parse(text), "day", language, "UTC");
  return t.comparedWindow(day(from), to === undefined ? t.now : day(dayBefore(to)));
}

/** A window by its first and last day. */
export function useSliceText(): (slice: Slice) => string {
  const t = useWords(RANGE_WORDS);
  const { language } = useLanguage();
  const day = (ms: number) => momentText(ms, "day", language, "UTC");
  return ({ fromMs, toMs }) => {
    const [first, last] = [day(fromMs), day(toMs - 1)];
    return first === last ? first : t.comparedWindow(first, last);
  };
}
