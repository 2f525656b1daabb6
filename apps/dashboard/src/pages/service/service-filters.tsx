import { OUTCOME_LABELS } from "@deploy-lens/core/vocabulary/labels";
import { useState } from "react";
import { useLabel, useWords } from "../../language/words.ts";
import { type Range, type ServiceSearch, SHOWN_OUTCOMES, USUAL_RANGE } from "./service-search.ts";
import { SERVICE_WORDS } from "./words.ts";

const RANGE_NAMES: readonly Range[] = ["24h", "7d", "30d", "90d"];

/** What the whole page is about: a window of time, a model, an outcome. */
export function ServiceFilters(props: {
  search: ServiceSearch;
  models: readonly string[];
  onChange: (changes: ServiceSearch) => void;
}) {
  const { search, models, onChange } = props;
  const t = useWords(SERVICE_WORDS);
  const label = useLabel();
  const hasDays = search.from !== undefined || search.to !== undefined;
  const [choosingDays, chooseDays] = useState(hasDays);
  const days = choosingDays || hasDays;
  const listed = search.model === undefined ? models : [...new Set([...models, search.model])];
  const range = search.range ?? USUAL_RANGE;
  const filtered =
    hasDays || range !== USUAL_RANGE || search.model !== undefined || search.outcome !== undefined;
  return (
    <search className="filters card service-filters">
      <fieldset className="segments" aria-label={t.window}>
        {RANGE_NAMES.map((name) => (
          <button
            key={name}
            type="button"
            className="segment"
            aria-pressed={!days && name === range}
            onClick={() => {
              chooseDays(false);
              onChange({ range: name === USUAL_RANGE ? undefined : name, from: undefined, to: undefined });
            }}
          >
            {t[name]}
          </button>
        ))}
        <button type="button" className="segment" aria-pressed={days} onClick={() => chooseDays(true)}>
          {t.days}
        </button>
      </fieldset>
      {days && <DayFields search={search} onChange={onChange} />}
      <label className="inline-field">
        <span className="muted small">{t.model}</span>
        <select
          className="input"
          value={search.model ?? ""}
          onChange={({ target }) => onChange({ model: target.value || undefined })}
        >
          <option value="">{t.anyModel}</option>
          {listed.map((model) => (
            <option key={model} value={model}>
              {model}
            </option>
          ))}
        </select>
      </label>
      <label className="inline-field">
        <span className="muted small">{t.outcome}</span>
        <select
          className="input"
          value={search.outcome ?? ""}
          onChange={({ target }) =>
            onChange({ outcome: SHOWN_OUTCOMES.find((outcome) => outcome === target.value) })
          }
        >
          <option value="">{t.anyOutcome}</option>
          {SHOWN_OUTCOMES.map((outcome) => (
            <option key={outcome} value={outcome}>
              {label(OUTCOME_LABELS[outcome])}
            </option>
          ))}
        </select>
      </label>
      {filtered && (
        <button
          type="button"
          className="button button-quiet"
          onClick={() => {
            chooseDays(false);
            onChange({
              range: undefined,
              from: undefined,
              to: undefined,
              model: undefined,
              outcome: undefined,
            });
          }}
        >
          {t.reset}
        </button>
      )}
    </search>
  );
}

/** Days take effect when they make a window; until then the address keeps what it had. */
function DayFields({
  search,
  onChange,
}: {
  search: ServiceSearch;
  onChange: (changes: ServiceSearch) => void;
}) {
  const t = useWords(SERVICE_WORDS);
  const [from, setFrom] = useState(search.from ?? "");
  const [to, setTo] = useState(search.to ?? "");
  const set = (nextFrom: string, nextTo: string) => {
    setFrom(nextFrom);
    setTo(nextTo);
    if (nextFrom !== "" && nextTo !== "" && nextFrom >= nextTo) return;
    onChange({ from: nextFrom || undefined, to: nextTo || undefined, range: undefined });
  };
  return (
    <>
      <label className="inline-field">
        <span className="muted small">{t.from}</span>
        <input
          className="input"
          type="date"
          value={from}
          max={to || undefined}
          onChange={({ target }) => set(target.value, to)}
        />
      </label>
      <label className="inline-field">
        <span className="muted small">{t.to}</span>
        <input
          className="input"
          type="date"
          value={to}
          min={from || undefined}
          onChange={({ target }) => set(from, target.value)}
        />
      </label>
    </>
  );
}
