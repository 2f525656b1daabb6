import { causeTitle } from "@deploy-lens/core/vocabulary/advice";
import { DEPLOYMENT_FLAGS, OUTCOMES } from "@deploy-lens/core/vocabulary/deployment";
import {
  DEPLOYMENT_FLAG_LABELS,
  KIND_LABELS,
  OUTCOME_LABELS,
  PHASE_LABELS,
} from "@deploy-lens/core/vocabulary/labels";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { DEPLOYMENT_KINDS, FAILURE_CAUSES } from "@deploy-lens/core/vocabulary/signal";
import { useLanguage } from "../../language/language.tsx";
import type { WordFacet } from "./explorer-search.ts";

/** The text of a facet's value in the reader's language; a word of a later version stands for itself. */
export function useFacetLabel(): (facet: WordFacet, value: string) => string {
  const { language } = useLanguage();
  return (facet, value) => labelOf(facet, value)?.[language] ?? value;
}

function labelOf(facet: WordFacet, value: string) {
  switch (facet) {
    case "outcome":
      return labelIn(["open", ...OUTCOMES], (word) => OUTCOME_LABELS[word], value);
    case "cause":
      return labelIn(FAILURE_CAUSES, causeTitle, value);
    case "phase":
      return labelIn(PHASES, (word) => PHASE_LABELS[word], value);
    case "kind":
      return labelIn(DEPLOYMENT_KINDS, (word) => KIND_LABELS[word], value);
    case "flag":
      return labelIn(DEPLOYMENT_FLAGS, (word) => DEPLOYMENT_FLAG_LABELS[word], value);
    default:
      return facet satisfies never;
  }
}

function labelIn<Word extends string, Label>(
  words: readonly Word[],
  labelFor: (word: Word) => Label,
  value: string,
): Label | undefined {
  const word = words.find((known) => known === value);
  return word === undefined ? undefined : labelFor(word);
}
