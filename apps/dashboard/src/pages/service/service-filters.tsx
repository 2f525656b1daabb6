import { OUTCOME_LABELS } from "@deploy-lens/core/vocabulary/labels";
import { useState } from "react";
import { useLabel, useWords } from "../../language/words.ts";
import {
  dayAfter,
  dayBefore,
  daysOf,
  type Range,
  type ServiceSearch,
  SHOWN_OUTCOMES,
  USUAL_RANGE,
} from "./service-search.ts";
import { SERVICE_WORDS } from "./words.ts";

const RANGE_NAMES: readonly Range[] = ["24h", "7d", "30d", "90d"];

export function DeploymentFilters(props: {
  search: ServiceSearch;
  models: readonly string[];
  onChange: (changes: ServiceSearch) => void;
}) {
  const { search, models, onChange } = props;
  const t = useWords(SERVICE_WORDS);
  const label = useLabel();
  const hasDays = search.from !== undefined || search.to !== undefined;
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
            aria-pressed={!hasDays && name === range}
            onClick={() =>
              onChange({ range: name === USUAL_RANGE ? undefined : name, from: undefined, to: undefined })
            }
          >
            {t[name]}
          </button>
        ))}
        <button
          type="button"
          className="segment"
          aria-pressed={hasDays}
          onClick={() => hasDays || onChange({ ...daysOf(search, Date.now()), range: undefined })}
        >
          {t.days}
        </button>
      </fieldset>
      {hasDays && <DayFields search={search} onChange={onChange} />}
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
          onClick={() =>
            onChange({
              range: undefined,
              from: undefined,
              to: undefined,
              model: undefined,
              outcome: undefined,
            })
          }
        >
          {t.reset}
        </button>
      )}
    </search>
  );
}

/** Days apply once they form a valid window; until then the URL is unchanged. */
function DayFields({
  search,
  onChange,
}: {
  search: ServiceSearch;
  onChange: (changes: ServiceSearch) => void;
}) {
  const t = useWords(SERVICE_WORDS);
  const [impossible, setImpossible] = useState<{ from: string; lastDay: string } | null>(null);
  const { from, lastDay } = impossible ?? {
    from: search.from ?? "",
    lastDay: search.to === undefined ? "" : dayBefore(search.to),
  };
  const set = (next: { from: string; lastDay: string }) => {
    const possible = next.from === "" || next.lastDay === "" || next.from <= next.lastDay;
    setImpossible(possible ? null : next);
    if (!possible) return;
    const to = next.lastDay === "" ? undefined : dayAfter(next.lastDay);
    onChange({ from: next.from || undefined, to, range: undefined });
  };
  return (
    <>
      <label className="inline-field">
        <span className="muted small">{t.from}</span>
        <input
          className="input"
          type="date"
          value={from}
          max={lastDay || undefined}
          onChange={({ target }) => set({ from: target.value, lastDay })}
        />
      </label>
      <label className="inline-field">
        <span className="muted small">{t.to}</span>
        <input
          className="input"
          type="date"
          value={lastDay}
          min={from || undefined}
          onChange={({ target }) => set({ from, lastDay: target.value })}
        />
      </label>
    </>
  );
}
