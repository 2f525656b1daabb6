import { durationText } from "@deploy-lens/core/text/duration";
import { useLanguage } from "../../language/language.tsx";
import { useWords } from "../../language/words.ts";
import { momentText } from "../../time/moment-text.ts";
import { useZone } from "../../time/zone.tsx";
import { LONGEST_MS } from "./heat-map-shape.ts";
import type { Region } from "./region.ts";
import { EXPLORER_WORDS } from "./words.ts";

/** Words for a region's window and durations. */
export function useRegionText(): (region: Region) => { readonly when: string; readonly took: string } {
  const t = useWords(EXPLORER_WORDS);
  const { language } = useLanguage();
  const zone = useZone();
  const moment = (epochMs: number) => momentText(epochMs, "minute", language, zone);
  const duration = (ms: number) => durationText(ms, language);
  const took = ({ minMs, maxMs }: Region) => {
    if (maxMs >= LONGEST_MS) return t.longerThan(duration(minMs));
    return minMs === 0 ? t.shorterThan(duration(maxMs)) : t.between(duration(minMs), duration(maxMs));
  };
  return (region) => ({ when: t.between(moment(region.fromMs), moment(region.toMs)), took: took(region) });
}
