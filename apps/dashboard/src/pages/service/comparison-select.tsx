import { useState } from "react";
import { useWords } from "../../language/words.ts";
import type { Comparison, ServiceSearch } from "./service-search.ts";
import { SERVICE_WORDS } from "./words.ts";

/** Chooses what the window is held against. */
export function ComparisonSelect(props: {
  comparison: Comparison;
  models: readonly string[];
  onChange: (changes: ServiceSearch) => void;
}) {
  const { comparison, models, onChange } = props;
  const t = useWords(SERVICE_WORDS);
  const [choosingDays, chooseDays] = useState(comparison.with === "window");
  const [days, setDays] = useState(comparison.with === "window" ? comparison : { from: "", to: "" });
  const chosen = comparison.with === "model" ? `model:${comparison.model}` : comparison.with;
  const listed = comparison.with === "model" ? [...new Set([...models, comparison.model])] : models;
  const setDay = (changes: { from?: string; to?: string }) => {
    const next = { ...days, ...changes };
    setDays(next);
    if (next.from !== "" && next.to !== "" && next.from < next.to)
      onChange({ compare: `${next.from}/${next.to}` });
  };
  return (
    <div className="compare-select no-print">
      <label className="inline-field">
        <span className="muted small">{t.compareWith}</span>
        <select
          className="input"
          value={choosingDays ? "window" : chosen}
          onChange={({ target: { value } }) => {
            chooseDays(value === "window");
            if (value !== "window") onChange({ compare: value === "previous" ? undefined : value });
          }}
        >
          <option value="previous">{t.previous}</option>
          <option value="window">{t.otherDays}</option>
          {listed.map((model) => (
            <option key={model} value={`model:${model}`}>
              {t.modelOption(model)}
            </option>
          ))}
          <option value="none">{t.none}</option>
        </select>
      </label>
      {choosingDays && (
        <>
          <label className="inline-field">
            <span className="muted small">{t.from}</span>
            <input
              className="input"
              type="date"
              value={days.from}
              onChange={({ target }) => setDay({ from: target.value })}
            />
          </label>
          <label className="inline-field">
            <span className="muted small">{t.to}</span>
            <input
              className="input"
              type="date"
              value={days.to}
              min={days.from}
              onChange={({ target }) => setDay({ to: target.value })}
            />
          </label>
        </>
      )}
    </div>
  );
}
