import { durationText } from "@deploy-lens/core/text/duration";
import { Icon } from "../../design/icon.tsx";
import { visibleText } from "../../design/visible-text.ts";
import { useLanguage } from "../../language/language.tsx";
import { labelled } from "../../language/punctuation.ts";
import { useWords } from "../../language/words.ts";
import { type ExplorerSearch, toggled, WORD_FACETS, wordsOf } from "./explorer-search.ts";
import { useFacetLabel } from "./facet-label.ts";
import { EXPLORER_WORDS } from "./words.ts";

interface ActiveFilter {
  readonly text: string;
  /** The changes that remove it. */
  readonly without: ExplorerSearch;
}

/** The filters in effect, each removed by a click. */
export function ActiveFilters(props: {
  search: ExplorerSearch;
  serviceName: (serviceId: string) => string;
  onChange: (changes: ExplorerSearch) => void;
}) {
  const t = useWords(EXPLORER_WORDS);
  const filters = useActiveFilters(props.search, props.serviceName);
  if (filters.length === 0) return null;
  return (
    <ul className="explorer-active" aria-label={t.active}>
      {filters.map(({ text, without }) => (
        <li key={text}>
          <button
            type="button"
            className="button explorer-chip"
            aria-label={t.remove(text)}
            onClick={() => props.onChange(without)}
          >
            {text}
            <Icon name="cross" />
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          className="button button-quiet"
          onClick={() => props.onChange(Object.assign({}, ...filters.map(({ without }) => without), NONE))}
        >
          {t.reset}
        </button>
      </li>
    </ul>
  );
}

const NONE: ExplorerSearch = {
  service: undefined,
  outcome: undefined,
  cause: undefined,
  phase: undefined,
  kind: undefined,
  flag: undefined,
};

function useActiveFilters(
  search: ExplorerSearch,
  serviceName: (serviceId: string) => string,
): readonly ActiveFilter[] {
  const t = useWords(EXPLORER_WORDS);
  const { language } = useLanguage();
  const label = useFacetLabel();
  const { minMs, maxMs, model, text } = search;
  const duration = (ms: string) => durationText(Number(ms), language);
  return [
    ...wordsOf(search.service).map((id) => ({
      text: labelled(t.service, visibleText(serviceName(id)), language),
      without: { service: toggled(search.service, id) },
    })),
    ...WORD_FACETS.flatMap((facet) =>
      wordsOf(search[facet]).map((word) => ({
        text: labelled(t[facet], label(facet, word), language),
        without: { [facet]: toggled(search[facet], word) },
      })),
    ),
    ...(model === undefined
      ? []
      : [{ text: labelled(t.model, visibleText(model), language), without: { model: undefined } }]),
    ...(minMs === undefined ? [] : [{ text: t.longerThan(duration(minMs)), without: { minMs: undefined } }]),
    ...(maxMs === undefined ? [] : [{ text: t.shorterThan(duration(maxMs)), without: { maxMs: undefined } }]),
    ...(text === undefined
      ? []
      : [{ text: labelled(t.search, visibleText(text), language), without: { text: undefined } }]),
  ];
}
