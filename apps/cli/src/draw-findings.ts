import type { FindingAnswer, FindingList, ServiceFindingList } from "@deploy-lens/api/findings/findings";
import { findingPhaseLabel } from "@deploy-lens/core/findings/sentence";
import type { Bilingual, Language } from "@deploy-lens/core/vocabulary/labels";
import { safeText } from "./terminal-text.ts";

const WORDS = {
  none: { en: "No such change.", zh: "没有此类变化。" },
  also: { en: "changed then, too", zh: "同时变化" },
  tooFew: { en: "too few deployments to tell", zh: "部署次数过少，无法判断" },
  smallest: { en: "a change would have been found from", zh: "可发现的最小变化" },
} as const satisfies Record<string, Bilingual>;

/**
 * Findings as lines of text: each in one sentence, with what else changed then; of a service, also what its history could have
 * shown.
 */
export function drawFindings(list: FindingList | ServiceFindingList, language: Language): string[] {
  const found = list.findings.flatMap((finding) => drawFinding(finding, language));
  const lines = found.length === 0 ? [WORDS.none[language]] : found;
  if (!("detectable" in list)) return lines;
  const detectable = list.detectable.map(({ phase, n, tooFew, smallestRatio }) => {
    const ratio = smallestRatio === null ? "" : ` ${WORDS.smallest[language]} × ${smallestRatio.toFixed(2)}`;
    const few = tooFew ? ` ${WORDS.tooFew[language]};` : "";
    return `  ${findingPhaseLabel(phase, language)} (${n}):${few}${ratio}`;
  });
  return [...lines, "", ...detectable];
}

function drawFinding({ state, summary, changedAlso }: FindingAnswer, language: Language): string[] {
  const facts = changedAlso.map(
    ({ what, model, before, after }) =>
      `${what}${model === null ? "" : ` ${model}`} ${before ?? "–"} → ${after ?? "–"}`,
  );
  return [
    safeText(`${state}  ${summary}`),
    ...(facts.length === 0 ? [] : [safeText(`      ${WORDS.also[language]}: ${facts.join("; ")}`)]),
  ];
}
