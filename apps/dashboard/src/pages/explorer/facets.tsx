import type { DeploymentFacets } from "@deploy-lens/api/deployments/deployment-facets";
import { durationText } from "@deploy-lens/core/text/duration";
import { memo, useState } from "react";
import { visibleText } from "../../design/visible-text.ts";
import { useLanguage } from "../../language/language.tsx";
import { numberText } from "../../language/number-text.ts";
import { useWords } from "../../language/words.ts";
import { type ExplorerSearch, MOST_SERVICES, toggled, WORD_FACETS, wordsOf } from "./explorer-search.ts";
import { useFacetLabel } from "./facet-label.ts";
import { EXPLORER_WORDS } from "./words.ts";

interface FacetsProps {
  readonly facets: DeploymentFacets;
  readonly search: ExplorerSearch;
  readonly onChange: (changes: ExplorerSearch) => void;
}

/** Values to choose from, each with the number of deployments that have it. */
export const FacetLists = memo(function FacetLists({ facets, search, onChange }: FacetsProps) {
  const t = useWords(EXPLORER_WORDS);
  const label = useFacetLabel();
  const models = facets.model.map(({ value: { name, version }, n }) => ({ value: `${name} ${version}`, n }));
  return (
    <div className="facets">
      {WORD_FACETS.map((facet) => (
        <Facet
          key={facet}
          name={t[facet]}
          values={facets[facet].map(({ value, n }) => ({ value, n, text: label(facet, value) }))}
          chosen={wordsOf(search[facet])}
          textOf={(value) => label(facet, value)}
          onToggle={(value) => onChange({ [facet]: toggled(search[facet], value) })}
        />
      ))}
      <DurationFacet facets={facets} search={search} onChange={onChange} />
      <Facet
        name={t.service}
        values={facets.service.map(({ value, name, n }) => ({ value, n, text: visibleText(name ?? value) }))}
        chosen={wordsOf(search.service)}
        most={MOST_SERVICES}
        textOf={visibleText}
        onToggle={(value) => onChange({ service: toggled(search.service, value) })}
      />
      <Facet
        name={t.model}
        values={models.map(({ value, n }) => ({ value, n, text: visibleText(value) }))}
        chosen={search.model === undefined ? [] : [search.model]}
        textOf={visibleText}
        onToggle={(value) => onChange({ model: search.model === value ? undefined : value })}
      />
    </div>
  );
});

interface FacetValue {
  readonly value: string;
  readonly text: string;
  /** `null` for a chosen value that is not among those that were counted. */
  readonly n: number | null;
}

const SHOWN = 6;
/** From this many values on, they can be searched. */
const MANY = 12;

function Facet(props: {
  name: string;
  values: readonly FacetValue[];
  chosen: readonly string[];
  /** So many may be chosen at once. */
  most?: number;
  /** The text of a chosen value that no deployment of the window has. */
  textOf: (value: string) => string;
  onToggle: (value: string) => void;
}) {
  const { name, values, chosen, most = Number.POSITIVE_INFINITY, textOf, onToggle } = props;
  const t = useWords(EXPLORER_WORDS);
  const [all, setAll] = useState(false);
  const [wanted, setWanted] = useState("");
  const missing = chosen
    .filter((value) => !values.some((one) => one.value === value))
    .map((value) => ({ value, text: textOf(value), n: null }));
  const find = wanted.trim().toLowerCase();
  const found = [...values, ...missing].filter(
    ({ value, text }) =>
      find === "" || text.toLowerCase().includes(find) || value.toLowerCase().includes(find),
  );
  const shown = all ? found : found.filter(({ value }, i) => i < SHOWN || chosen.includes(value));
  return (
    <fieldset className="facet">
      <legend>{name}</legend>
      {values.length >= MANY && (
        <input
          className="input facet-find"
          type="search"
          aria-label={t.findIn(name)}
          placeholder={t.findIn(name)}
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
        />
      )}
      {found.length === 0 && <p className="small muted">{t.noValues}</p>}
      <ul>
        {shown.map(({ value, text, n }) => (
          <li key={value}>
            <label className="facet-value">
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                disabled={chosen.length >= most && !chosen.includes(value)}
                onChange={() => onToggle(value)}
              />
              <span className="facet-text">{text}</span>
              {n !== null && <FacetCount n={n} />}
            </label>
          </li>
        ))}
      </ul>
      {found.length > shown.length && (
        <button type="button" className="button button-quiet facet-more" onClick={() => setAll(true)}>
          {t.showAll(found.length)}
        </button>
      )}
      {all && found.length > SHOWN && (
        <button type="button" className="button button-quiet facet-more" onClick={() => setAll(false)}>
          {t.showLess}
        </button>
      )}
    </fieldset>
  );
}

function FacetCount({ n }: { n: number }) {
  const t = useWords(EXPLORER_WORDS);
  return (
    <span className="facet-n small muted">
      <span aria-hidden="true">{numberText(n)}</span>
      <span className="hidden-visually">{t.countOf(n)}</span>
    </span>
  );
}

/** Doublings of the duration, and bounds of one's own. */
function DurationFacet({ facets, search, onChange }: FacetsProps) {
  const t = useWords(EXPLORER_WORDS);
  const { language } = useLanguage();
  const most = Math.max(1, ...facets.duration.map(({ n }) => n));
  const minMs = search.minMs === undefined ? 0 : Number(search.minMs);
  const maxMs = search.maxMs === undefined ? Number.POSITIVE_INFINITY : Number(search.maxMs);
  const isOnly = (fromMs: number, toMs: number) => minMs === fromMs && maxMs === toMs - 1;
  return (
    <fieldset className="facet">
      <legend>{t.duration}</legend>
      <ul className="facet-durations">
        {facets.duration.map(({ value: { fromMs, toMs }, n }) => {
          const chosen = isOnly(fromMs, toMs);
          return (
            <li key={fromMs}>
              <label className="facet-value">
                <input
                  type="checkbox"
                  checked={chosen}
                  onChange={() =>
                    onChange(
                      chosen
                        ? { minMs: undefined, maxMs: undefined }
                        : { minMs: String(fromMs), maxMs: String(toMs - 1) },
                    )
                  }
                />
                <span className="facet-text">
                  {t.between(durationText(fromMs, language), durationText(toMs, language))}
                </span>
                <FacetCount n={n} />
                <span className="facet-bar" style={{ width: `${((n / most) * 100).toFixed(1)}%` }} />
              </label>
            </li>
          );
        })}
      </ul>
      <div className="facet-bounds">
        <SecondsField name={t.atLeast} ms={search.minMs} onChange={(ms) => onChange({ minMs: ms })} />
        <SecondsField name={t.atMost} ms={search.maxMs} onChange={(ms) => onChange({ maxMs: ms })} />
      </div>
    </fieldset>
  );
}

/** Applies on Enter or when left, not with each digit. */
function SecondsField(props: {
  name: string;
  ms: string | undefined;
  onChange: (ms: string | undefined) => void;
}) {
  const { name, ms, onChange } = props;
  const given = ms === undefined ? "" : String(Number(ms) / 1000);
  const apply = (text: string) => {
    if (text === given) return;
    const seconds = Number(text);
    if (text !== "" && (Number.isNaN(seconds) || seconds < 0)) return;
    onChange(text === "" ? undefined : String(Math.round(seconds * 1000)));
  };
  return (
    <label className="field">
      {name}
      <input
        key={given}
        className="input"
        type="number"
        min={0}
        step="any"
        defaultValue={given}
        onBlur={({ target }) => apply(target.value)}
        onKeyDown={(event) => event.key === "Enter" && apply(event.currentTarget.value)}
      />
    </label>
  );
}
