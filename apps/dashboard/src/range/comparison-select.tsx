import { useState } from "react";
import { useWords } from "../language/words.ts";
import { type Comparison, dayAfter, dayBefore } from "./range-search.ts";
import { RANGE_WORDS } from "./words.ts";

/** Chooses the window, or the model, that the page's own is compared with. */
export function ComparisonSelect(props: {
  /** `null`: the last quarter of the window with the rest of it. */
  comparison: Comparison | null;
  /** Model versions that may be compared with, too. */
  models?: readonly string[];
  /** The choice that the address does not name. */
  usual: "previous" | "recent";
  /** The last day before the page's own window. */
  lastDay: string;
  onChange: (changes: { compare: string | undefined }) => void;
}) {
  const { comparison, models = [], lastDay, onChange } = props;
  const t = useWords(RANGE_WORDS);
  const [choosingDays, chooseDays] = useState(comparison?.with === "window");
  const [days, setDays] = useState(comparison?.with === "window" ? comparison : { from: "", to: "" });
  const chosen = comparison?.with === "model" ? `model:${comparison.model}` : (comparison?.with ?? "recent");
  const listed = comparison?.with === "model" ? [...new Set([...models, comparison.model])] : models;
  const setDay = (changes: { from?: string; to?: string }) => {
    const next = { ...days, ...changes };
    setDays(next);
    const isWindow = next.from !== "" && next.to !== "" && next.from < next.to;
    if (isWindow && next.to <= dayAfter(lastDay)) onChange({ compare: `${next.from}/${next.to}` });
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
            if (value !== "window") onChange({ compare: value === props.usual ? undefined : value });
          }}
        >
          {props.usual === "recent" && <option value="recent">{t.recent}</option>}
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
              max={lastDay}
              onChange={({ target }) => setDay({ from: target.value })}
            />
          </label>
          <label className="inline-field">
            <span className="muted small">{t.to}</span>
            <input
              className="input"
              type="date"
              value={days.to === "" ? "" : dayBefore(days.to)}
              min={days.from}
              max={lastDay}
              onChange={({ target }) => setDay({ to: target.value === "" ? "" : dayAfter(target.value) })}
            />
          </label>
        </>
      )}
    </div>
  );
}
